"""The site administrator's accounts page: people can be let in and out; no content is shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .access import access_ends
from .models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts only: name, address, whether they may sign in."""

    list_display = ("name", "email", "is_active", "date_joined", "last_login")
    search_fields = ("name", "email")
    list_filter = ("is_active",)
    list_per_page = 50
    fields = ("name", "email", "language", "time_zone", "is_active", "is_staff")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save; what somebody has open who was switched off closes."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            access_ends([obj.pk])
