"""Every address of the site, floor by floor."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from people.urls import account_urls
from sessions.views.room import room

from . import health
from .home import home

urlpatterns = [
    path("", home, name="home"),
    path("g/<uuid:pk>/", room, name="room"),
    path("", include("programmes.urls")),
    path("", include("sessions.urls")),
    path("", include("monitoring.urls")),
    path("", include("conversations.urls")),
    path("d/", include("documents.urls")),
    path("jobs/", include("jobs.urls")),
    path("me/", include("people.urls")),
    path("", include("people.two_step.urls")),
    path("", include(account_urls)),
    path("language/", login_not_required(set_language), name="set_language"),
    path("site-admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
