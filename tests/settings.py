"""The settings under test: the application's own, in a folder of this process, and fast where speed costs no truth.

``DATABASE_URL`` and ``REDIS_URL`` decide as they do outside: the same tests run on SQLite and on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

for _name in (
    *(
        "SECRET_KEY",
        "DEBUG",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "EMAIL_URL",
        "BEHIND_PROXY",
        "DEFAULT_FROM_EMAIL",
        "BOUNCE_ADDRESS",
    ),
    *("TWO_STEP_FOR", "OIDC_URL", "OIDC_NAME", "OIDC_CLIENT_ID", "OIDC_SECRET"),
):
    os.environ.pop(_name, None)  # what the person's shell says is not tested
_folder = tempfile.mkdtemp(prefix="mentoring-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["DATA_DIR"] = _folder
if "REDIS_URL" in os.environ and (_lane := os.environ.get("PYTEST_XDIST_WORKER")):  # each has its own
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{1 + int(_lane.removeprefix('gw'))}"

from mentoring.settings import *  # noqa: E402, F403
from mentoring.settings import (  # noqa: E402
    CELERY_BROKER_URL,
    DATA_DIR,
    DATABASES,
    STORAGES,
)

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as outside: in memory the threads of a race would share one connection's locks, and no worker could look.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # STATIC_ROOT is empty: nothing was collected

LIVE_CHAT = False  # the server of the browser tests has no WebSockets; theirs (tests/browser/test_chat.py) has

# No worker listens: jobs are run by hand. The tests in tests/services take the real broker back.
REAL_BROKER_URL = CELERY_BROKER_URL
CELERY_BROKER_URL = "none://"
