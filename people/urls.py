"""Addresses about oneself. Account pages are the account library's views, chosen one by one."""

from allauth.account import views as account
from django.urls import path, re_path

from . import single_sign_on, views
from .me import views as me

app_name = "people"
urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("invitation/<str:token>/again/", views.invitation_again, name="invitation_again"),
    path("profile/", me.settings, name="profile"),
    path("profile/name/", me.name, name="name"),
    path("profile/shared/", me.shared, name="shared"),
    path("profile/language/", me.language, name="language"),
    path("profile/letters/", me.letters, name="letters"),
    path("letters/stop/<str:signed>/", me.letters_stop, name="letters_stop"),
    path("profile/address/", me.address, name="address"),
    path("profile/address/keep/", me.address_keep, name="address_keep"),
    path("address/confirm/<str:token>/", me.address_confirm, name="address_confirm"),
    path("address/stop/<str:token>/", me.address_stop, name="address_stop"),
    path("devices/", me.devices_list, name="devices"),
    path("devices/out/", me.devices_out, name="devices_out"),
    path("devices/<uuid:pk>/out/", me.device_out, name="device_out"),
]

account_urls = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", account.request_login_code, name="account_request_login_code"),
    path("sign-in/code/enter/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/with/<slug:provider_id>/", single_sign_on.begin, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", single_sign_on.finish, name="openid_connect_callback"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
    path("switched-off/", account.account_inactive, name="account_inactive"),
    path("password/", views.change_password, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(  # joined by a hyphen: the account library puts the link into its letter that way
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
