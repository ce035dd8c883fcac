"""The application's settings, made cheap for tests; the database comes from `tests/support/server.py`."""

import atexit
import shutil
import tempfile
from pathlib import Path

from assetry.config.settings import *  # noqa: F403

SECRET_KEY = "for tests only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
WHITENOISE_AUTOREFRESH = True
INSTALLED_APPS = [*INSTALLED_APPS, "tests.platform.audit.testapp"]  # noqa: F405
UI_CATALOGUE = True
FILES_DIR = Path(tempfile.mkdtemp(prefix="assetry-files-"))
atexit.register(shutil.rmtree, FILES_DIR, ignore_errors=True)
