"""Addresses of the second step; the names are those by which the account library finds its pages."""

from allauth.account import views as account
from allauth.mfa.base import views as base
from allauth.mfa.totp.views import deactivate_totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from . import views

urlpatterns = [
    path("sign-in/second-step/", base.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("me/two-step/", views.overview, name="mfa_index"),
    path("me/two-step/app/", views.set_up_app, name="mfa_activate_totp"),
    path("me/two-step/app/off/", deactivate_totp, name="mfa_deactivate_totp"),
    path("me/two-step/passkey/", views.add_passkey, name="mfa_add_webauthn"),
    path("me/two-step/passkey/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("me/two-step/codes/", views.codes, name="mfa_view_recovery_codes"),
    path("me/two-step/codes/new/", views.new_codes, name="mfa_generate_recovery_codes"),
    path("me/two-step/codes/file/", views.codes_file, name="mfa_download_recovery_codes"),
    path("me/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("me/confirm/second-step/", base.reauthenticate, name="mfa_reauthenticate"),
    path("me/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
