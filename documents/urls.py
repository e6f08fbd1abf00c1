"""Addresses of documents."""

from django.urls import path

from .views import reading, reviewing, signing, writing

app_name = "documents"
urlpatterns = [
    path("in/<uuid:space>/<slug:slug>/", writing.start, name="start"),
    path("<uuid:pk>/", reading.read, name="read"),
    path("<uuid:pk>/write/", writing.write, name="write"),
    path("<uuid:pk>/publish/", reviewing.publish, name="publish"),
    path("<uuid:pk>/offer/", signing.offer, name="offer"),
    path("<uuid:pk>/recall/", signing.recall, name="recall"),
    path("<uuid:pk>/sign/", signing.sign, name="sign"),
    path("<uuid:pk>/amend/", writing.amend, name="amend"),
    path("<uuid:pk>/pdf/", reading.pdf, name="pdf"),
    path("<uuid:pk>/print/", reading.print_again, name="print"),
]
