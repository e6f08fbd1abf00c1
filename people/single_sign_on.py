"""Sign in with the organisation's own accounts (OpenID Connect): only for people who are known here by their address.

Nobody is created and nothing of the other account is kept: each time, the address that it has verified finds the person.
"""

import logging
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from requests import RequestException

from .models import User

log = logging.getLogger(__name__)
AWAY = (RequestException, ValueError, KeyError)  # not reached, or no answer of the kind that was asked for


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """Finds the person by the verified address, and says in words what went wrong."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in who is known by an address that the other side has verified; nobody else, and nobody new."""
        verified = [found.email for found in sociallogin.email_addresses if found.verified]
        if not verified:
            raise ImmediateHttpResponse(failed(request, "unverified"))
        person = User.objects.filter(email__iexact=verified[0]).first()
        if person is None:
            raise ImmediateHttpResponse(failed(request, "unknown"))
        sociallogin.user = person

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Stopped by the person, or something did not fit: an old page, an answer that was not asked for."""
        if exception:
            log.warning("Single sign-on failed: %s", type(exception).__name__)
        raise ImmediateHttpResponse(failed(request, "cancelled" if error == AuthError.CANCELLED else "failed"))


def failed(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says why nobody was signed in, and what to do."""
    return render(request, "account/single_sign_on_failed.html", {"why": why}, status=403)


@login_not_required
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the organisation's sign-in page. A link leads here: nothing happens before the person signs in there."""
    try:
        provider = get_adapter().get_provider(request, provider_id)
        return provider.redirect(request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request))
    except SocialApp.DoesNotExist:  # an old link: it is not set up any more
        return redirect("account_login")
    except ImmediateHttpResponse as answered:
        return answered.response
    except AWAY as error:
        log.warning("Single sign-on is away: %s", type(error).__name__)
        return failed(request, "away")


@login_not_required
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from there."""
    try:
        return openid.callback(request, provider_id)
    except Http404:
        return redirect("account_login")
    except AWAY as error:
        log.warning("Single sign-on failed: %s", type(error).__name__)
        return failed(request, "away" if isinstance(error, RequestException) else "failed")
