"""What the account library is told about signing in. None of it depends on the environment; settings.py takes all."""

# --- who comes in, and with what -------------------------------------------------------------------------
ACCOUNT_ADAPTER = "people.adapter.InvitationOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "people.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "people.sign_in_forms.SignInForm",
    "request_login_code": "people.sign_in_forms.AskForCodeForm",
    "confirm_login_code": "people.sign_in_forms.CodeForm",
    "reset_password": "people.sign_in_forms.ForgottenForm",
    "reset_password_from_key": "people.sign_in_forms.NewPasswordForm",
    "change_password": "people.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "people.sign_in_forms.ConfirmPasswordForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter tells of every change of what one signs in with
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the sender says whose letter it is
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Counted before any password is hashed. A network may be a whole school that begins its session at six o'clock.
# Of letters that anybody may have sent to an address: a few a minute, and no flood over the day.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "100/m/ip,300/h/ip,5/300s/key",
    "request_login_code": "20/m/ip,3/m/key,20/h/key",
    "reset_password": "20/m/ip,5/m/key,20/h/key",
}
PASSWORD_HASHERS = ["people.hashing.InTurn"]

# --- the second step (people/two_step): an app, passkeys, codes on paper -----------------------------------
MFA_ADAPTER = "people.two_step.adapter.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation went to the address
MFA_TOTP_TOLERANCE = 1  # half a minute: clocks of phones differ
MFA_FORMS = {
    "authenticate": "people.two_step.forms.StepForm",
    "reauthenticate": "people.two_step.forms.ConfirmStepForm",
    "activate_totp": "people.two_step.forms.AppForm",
    "add_webauthn": "people.two_step.forms.PasskeyForm",
    "login_webauthn": "people.two_step.forms.PasskeyInForm",
    "authenticate_webauthn": "people.two_step.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "people.two_step.forms.PasskeyConfirmForm",
}
