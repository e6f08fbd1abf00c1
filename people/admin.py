"""The site administrator's accounts page: people can be let in and out; no content is shown."""

from django.contrib import admin

from .models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts only: name, address, whether they may sign in."""

    list_display = ("name", "email", "is_active", "date_joined", "last_login")
    search_fields = ("name", "email")
    list_filter = ("is_active",)
    list_per_page = 50
    fields = ("name", "email", "language", "time_zone", "is_active", "is_staff")
