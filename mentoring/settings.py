"""One settings file; the environment decides. With nothing set: SQLite, local files, a file broker."""

import re
import secrets
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .signing_in import *  # noqa: F403 - what the account library is told, whatever the environment says

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment, or one made on first use and kept in the data folder."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    path = DATA_DIR / "secret-key"
    if not path.exists():
        temporary = path.with_name(f"secret-key.{secrets.token_hex(4)}")
        temporary.touch(mode=0o600)
        temporary.write_text(secrets.token_urlsafe(50))
        try:  # a hard link fails when another process was first: then its key is the key
            path.hardlink_to(temporary)
        except FileExistsError:
            pass
        temporary.unlink()
    return path.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "people.sign_in_first.forged"

INSTALLED_APPS = [
    "mentoring",
    "monitoring.apps.MonitoringConfig",
    "conversations.apps.ConversationsConfig",
    "sessions.apps.SessionsConfig",
    "programmes.apps.ProgrammesConfig",
    "documents.apps.DocumentsConfig",
    "policy.apps.PolicyConfig",
    "people.apps.PeopleConfig",
    "jobs.apps.JobsConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "people.apps.SiteAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mentoring.compression.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.sign_in_first.SignInFirst",
    "people.middleware.WhoseForms",
    "people.middleware.KnownDevices",
    "people.middleware.OwnLanguageAndZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "policy.second_step.SecondStepFirst",
    "policy.middleware.Refusals",
]

ROOT_URLCONF = "mentoring.urls"
ASGI_APPLICATION = "mentoring.asgi.application"
WSGI_APPLICATION = "mentoring.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "people.templatetags.moments"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "house"
CRISPY_TEMPLATE_PACK = "house"

# --- database: SQLite unless DATABASE_URL names another ---------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'mentoring.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
        ),
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening the file anew takes longer than most queries
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the cache is the database, also beside a Redis: attempts at signing in are counted when that is away, too ---
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Of Django's 300, a hundred go whenever they are full: then nobody would be held up.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Redis when REDIS_URL is set: broker and channel layer. Otherwise: files and memory ---
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "visibility_timeout": 300,
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    _broker = DATA_DIR / "broker"
    for _folder in ("messages", "done", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "files://localhost"  # mentoring/file_broker.py
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "processed_folder": str(_broker / "done"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
        "polling_interval": 0.25,
    }
# Who saves does not wait for a broker that is away: the sweep tells later.
CELERY_BROKER_TRANSPORT_OPTIONS["max_retries"] = 0
LIVE_CHAT = env.bool("LIVE_CHAT", default=True)  # needs ASGI; without, new messages are seen by Refresh

# --- work done later (jobs/): Celery only wakes the outbox up ------------------------------------
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "jobs.sweep", "schedule": env.float("SWEEP_EVERY_SECONDS", default=20.0)},
    "letters of the day": {"task": "jobs.ask", "schedule": 600.0, "args": ("sessions.letters_of_the_day",)},
    "people asked from outside": {"task": "jobs.ask", "schedule": 6 * 3600.0, "args": ("monitoring.forget_others",)},
    "applications left alone": {"task": "jobs.ask", "schedule": 6 * 3600.0, "args": ("programmes.forget_drafts",)},
    "afterwards": {"task": "jobs.ask", "schedule": crontab(hour="9", minute="0"), "args": ("monitoring.afterwards",)},
    "declined": {
        "task": "jobs.ask",
        "schedule": crontab(hour="3", minute="20"),
        "args": ("programmes.forget_declined",),
    },
    "devices": {"task": "jobs.ask", "schedule": 24 * 3600.0, "args": ("people.forget_devices",)},
    "addresses": {"task": "jobs.ask", "schedule": 24 * 3600.0, "args": ("people.forget_addresses",)},
    "what was said": {
        "task": "jobs.ask",
        "schedule": crontab(hour="3", minute="40"),
        "args": ("conversations.forget",),
    },
    "guests of chats": {"task": "jobs.ask", "schedule": 300.0, "args": ("conversations.let_out",)},
    "trainings soon": {"task": "jobs.ask", "schedule": 3600.0, "args": ("programmes.remind_of_trainings",)},
    "questionnaires whose day has passed": {"task": "jobs.ask", "schedule": 3600.0, "args": ("monitoring.close-due",)},
}
CHECK_LINKS = env.bool("CHECK_LINKS", default=False)  # whether links of libraries are asked if they still answer
LINKS_MAY_ASK: frozenset[str] = frozenset()  # address:port that is asked although it is not public; for tests
if CHECK_LINKS:
    CELERY_BEAT_SCHEDULE["links"] = {
        "task": "jobs.ask",
        "schedule": crontab(day_of_week="1", hour="4", minute="0"),
        "args": ("programmes.check_links",),
    }
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=120)
JOB_TOLD_SECONDS = env.int("JOB_TOLD_SECONDS", default=30)  # then the sweep takes its message for lost
RENDER_SECONDS = env.int("RENDER_SECONDS", default=10)
RENDER_MEGABYTES = 512

# --- the organisation's seal on what lasts (documents/seal): made on first use unless a certificate is given (PKCS#12) ---
ORGANISATION = env.str("ORGANISATION", default="Mentoring")
SEAL_CERTIFICATE = env.str("SEAL_CERTIFICATE", default="")
SEAL_PASSWORD = env.str("SEAL_PASSWORD", default="")

# --- people and sign-in -------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.bool("BEHIND_PROXY", default=False))  # whose address is throttled
TWO_STEP_FOR = env.str("TWO_STEP_FOR", default="nobody")  # or "managers" (policy/second_step.py)

# --- single sign-on of the organisation (people/single_sign_on.py), when OIDC_URL is set --------------------
OIDC_URL = env.str("OIDC_URL", default="").rstrip("/")
SOCIALACCOUNT_ADAPTER = "people.single_sign_on.KnownPeopleOnly"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "organisation",
            "name": env.str("OIDC_NAME", default="single sign-on"),
            "client_id": env.str("OIDC_CLIENT_ID", default=""),
            "secret": env.str("OIDC_SECRET", default=""),
            "settings": {"server_url": OIDC_URL},
        }
    )

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 6 * 3600
INVITATION_DAYS = 14

# --- mail: a file per letter unless EMAIL_URL says otherwise (smtp+tls://user:password@host:587) -------
_mail: dict[str, Any] = env.email_url("EMAIL_URL", default="filemail://")
vars().update({**_mail, "EMAIL_FILE_PATH": _mail.get("EMAIL_FILE_PATH") or str(DATA_DIR / "mail")})
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Mentoring <mentoring@localhost>")
EMAIL_TIMEOUT = 20
# Where letters come back to that cannot be delivered: bounce@host takes bounce+<mark>@host. Short, as a mark is long.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
if BOUNCE_ADDRESS and not re.fullmatch(r"[\w.-]{1,14}@[\w.-]+", BOUNCE_ADDRESS):
    raise ImproperlyConfigured("BOUNCE_ADDRESS must be a short address, like bounce@mail.example.org.")

# --- language and time ----------------------------------------------------------------------------------
USE_I18N = True
LANGUAGE_CODE = "en"
# each under its own name, as those who look for it read it
LANGUAGES = [
    ("en", "English"),
    ("nb", "Norsk (bokmål)"),
    ("lt", "Lietuvių"),
    ("bg", "Български"),
    ("de", "Deutsch"),
    ("es", "Español"),
]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # of who has not signed in
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_SECURE = True, "Lax", HTTPS
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- files ------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"  # never served by an address: only by a view that asks may()
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_MAX_BYTES = 10 * 1024 * 1024  # of one file that people send
REQUEST_MAX_BYTES = 3 * UPLOAD_MAX_BYTES  # up to here a larger one is refused in words; above it is not even read
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- safety -------------------------------------------------------------------------------------------------
SESSION_ENGINE = "people.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # however one comes in, unless one ticks to stay
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_secrets": {"()": "mentoring.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        **{
            name: {"level": "INFO"}
            for name in (
                "mentoring",
                "people",
                "policy",
                "jobs",
                "documents",
                "programmes",
                "monitoring",
                "conversations",
            )
        },
        **{name: {"filters": ["no_secrets"]} for name in ("django.request", "django.security.csrf")},
        "uvicorn.access": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
