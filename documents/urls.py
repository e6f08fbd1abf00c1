"""Addresses of documents."""

from django.urls import path

from .views import about_me, bundles, by_link, changes, forms, reading, reviewing, signing, uploads, verifying, writing

app_name = "documents"
urlpatterns = [
    path("about-me/", about_me.about_me, name="about_me"),
    path("verify/", verifying.verify, name="verify"),
    path("in/<uuid:space>/all/bundle/", bundles.make, name="make_bundle"),
    path("bundles/<uuid:pk>/", bundles.bundle, name="bundle"),
    path("bundles/<uuid:pk>/pdf/", bundles.pdf, name="bundle_pdf"),
    path("bundles/<uuid:pk>/zip/", bundles.archive, name="bundle_zip"),
    path("in/<uuid:space>/<slug:slug>/", writing.start, name="start"),
    path("<uuid:pk>/", reading.read, name="read"),
    path("forms/<uuid:space>/<slug:slug>/", forms.blank, name="blank"),
    path("<uuid:pk>/form/", forms.prefilled, name="prefilled"),
    path("<uuid:pk>/changes/", changes.changes, name="changes"),
    path("<uuid:pk>/write/", writing.write, name="write"),
    path("<uuid:pk>/upload/", uploads.upload, name="upload"),
    path("<uuid:pk>/scan/", uploads.scan, name="scan"),
    path("files/<uuid:pk>/", uploads.file, name="file"),
    path("<uuid:pk>/publish/", reviewing.publish, name="publish"),
    path("<uuid:pk>/offer/", signing.offer, name="offer"),
    path("<uuid:pk>/recall/", signing.recall, name="recall"),
    path("<uuid:pk>/remind/", signing.remind, name="remind"),
    path("<uuid:pk>/sign/", signing.sign, name="sign"),
    path("<uuid:pk>/decline/", signing.refuse, name="refuse"),
    path("<uuid:pk>/paper/", signing.sign_on_paper, name="sign_on_paper"),
    path("<uuid:pk>/ask/", signing.ask, name="ask"),
    path("<uuid:pk>/answer/<uuid:question>/", signing.answer, name="answer"),
    path("sign/<str:token>/", by_link.by_link, name="by_link"),
    path("sign/<str:token>/again/", by_link.link_again, name="link_again"),
    path("<uuid:pk>/amend/", writing.amend, name="amend"),
    path("<uuid:pk>/pdf/", reading.pdf, name="pdf"),
    path("<uuid:pk>/print/", reading.print_again, name="print"),
]
