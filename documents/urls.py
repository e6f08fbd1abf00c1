"""Addresses of documents."""

from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("in/<uuid:space>/<slug:slug>/", views.start, name="start"),
    path("<uuid:pk>/", views.read, name="read"),
    path("<uuid:pk>/write/", views.write, name="write"),
    path("<uuid:pk>/publish/", views.publish, name="publish"),
    path("<uuid:pk>/offer/", views.offer, name="offer"),
    path("<uuid:pk>/recall/", views.recall, name="recall"),
    path("<uuid:pk>/sign/", views.sign, name="sign"),
    path("<uuid:pk>/amend/", views.amend, name="amend"),
    path("<uuid:pk>/pdf/", views.pdf, name="pdf"),
    path("<uuid:pk>/print/", views.print_again, name="print"),
]
