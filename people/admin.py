"""The site administrator's accounts page: people can be let in and out; no content is shown."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import devices
from .models import User
from .two_step import steps


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts only: name, address, whether they may sign in."""

    list_display = ("name", "email", "is_active", "date_joined", "last_login")
    search_fields = ("name", "email")
    list_filter = ("is_active",)
    list_per_page = 50
    fields = ("name", "email", "language", "time_zone", "is_active", "is_staff")
    actions = ("take_off_second_step",)

    @admin.action(description=_("Take off the second step of signing in"), permissions=("change",))
    def take_off_second_step(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """For people who lost their phone and their codes; each is told by letter."""
        done = 0
        for person in people[:50]:
            if steps.take_off(person, by=request.user):
                self.log_change(request, person, "Took off the second step of signing in.")
                done += 1
        words = ngettext("Taken off for %(n)d person.", "Taken off for %(n)d people.", done)
        self.message_user(request, words % {"n": done})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nobody is deleted by the dozen."""
        return {name: one for name, one in super().get_actions(request).items() if name != "delete_selected"}

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Whoever is switched off is signed out everywhere, also of what is still open."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            devices.sign_out_everywhere(obj)
