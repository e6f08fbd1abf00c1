"""The site administrator's pages: accounts, and nothing that the libraries bring along."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator


class AccountsOnly(AdminSite):
    """Leaves out every model that is not ours: secrets of the second step are nobody's to look at.

    It has no door of its own: whoever looks after accounts signs in, and changes their password, where everybody does,
    with the second step, the limits on guessing and the letters that belong to it.
    """

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in the models of this floor, pass over the rest."""
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label == "people"]
        super().register(ours, admin_class, **options)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the sign-in page of the house; whoever is signed in and does not belong here is told so."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or request.path.removesuffix("login/"))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Lead to the page of the house, which signs out everywhere else and writes a letter."""
        return redirect("account_change_password")
