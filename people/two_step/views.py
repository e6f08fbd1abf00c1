"""The pages of the second step. What the account library shows is its views, chosen one by one; the rest is ours."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

SHOWN_FOR = timedelta(minutes=10)
KEYS_AT_MOST = 10

overview = IndexView.as_view()
remove_passkey = RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))
new_codes = GenerateRecoveryCodesView.as_view()
_set_up_app = ActivateTOTPView.as_view()
_add_passkey = AddWebAuthnView.as_view()


def set_up_app(request: HttpRequest) -> HttpResponse:
    """Scan, type the first code, done. Sent twice, it is set up once."""
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
        return redirect("mfa_index")
    try:
        return _set_up_app(request)
    except IntegrityError:  # the same form at the same moment
        return redirect("mfa_index")


def add_passkey(request: HttpRequest) -> HttpResponse:
    """Name a passkey and let the device make it; a few for each person."""
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).count() >= KEYS_AT_MOST:
        messages.info(request, _("You have ten passkeys. Remove one that you do not use any more, then add this one."))
        return redirect("mfa_index")
    return _add_passkey(request)


@reauthentication_required(app="allauth.mfa")
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, for ten minutes after they were made; from then on only how many are left."""
    found = _codes_of(request)
    return render(request, "mfa/recovery_codes/index.html", {"codes": _shown(found), "left": _left(found)})


@reauthentication_required(app="allauth.mfa")
def codes_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, as long as they are shown."""
    shown = _shown(_codes_of(request))
    if not shown:
        raise Http404
    answer = render(request, "mfa/recovery_codes/download.txt", {"codes": shown}, content_type="text/plain")
    answer["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return answer


def _codes_of(request: HttpRequest) -> Authenticator:
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if found is None:
        raise Http404
    return found


def _shown(found: Authenticator) -> list[str]:
    is_fresh = timezone.now() - found.created_at < SHOWN_FOR
    return [f"{code[:4]} {code[4:]}" for code in found.wrap().get_unused_codes()] if is_fresh else []


def _left(found: Authenticator) -> int:
    return len(found.wrap().get_unused_codes())
