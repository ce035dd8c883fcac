"""Django's settings, derived from the environment; nothing here is meant to be edited per installation."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

from assetry.platform.database.planner import PLANNER_OPTIONS
from assetry.platform.environment import parse_database_url, read_environment
from assetry.platform.notifications.mailers import mailers_of, sender_of

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
ROOT_URLCONF = "assetry.config.urls"
WSGI_APPLICATION = "assetry.config.wsgi.application"
BASE_URL = ENVIRONMENT.base_url
UI_CATALOGUE = DEBUG  # /_ui/ for everybody; else for administrators
DATA_DIR = ENVIRONMENT.data_dir
FILES_DIR = DATA_DIR / "files"
MAX_UPLOAD_BYTES = ENVIRONMENT.max_upload_bytes
OUTBOUND_ALLOW = ENVIRONMENT.outbound_allow

INSTALLED_APPS = [
    "assetry.platform.doctor",
    "assetry.platform.database",
    "assetry.platform.accounts",
    "assetry.platform.permissions",
    "assetry.platform.audit",
    "assetry.platform.jobs",
    "assetry.platform.imports",
    "assetry.platform.bulk",
    "assetry.platform.search",
    "assetry.platform.custom_fields",
    "assetry.platform.saved_views",
    "assetry.platform.files",
    "assetry.platform.attachments",
    "assetry.platform.backups",
    "assetry.platform.notifications",
    "assetry.platform.inbox",
    "assetry.platform.comments",
    "assetry.platform.webhooks",
    "assetry.platform.feeds",
    "assetry.platform.reminders",
    "assetry.platform.reports",
    "assetry.domain.organization",
    "assetry.domain.ledger",
    "assetry.domain.catalog",
    "assetry.domain.access",
    "assetry.domain.assets",
    "assetry.domain.contracts",
    "assetry.domain.software",
    "assetry.domain.costs",
    "assetry.web",
    "assetry.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random against BREACH
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "assetry.web.bodies.VisitorBodyMiddleware",  # before the forgery check, which reads the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "assetry.web.middleware.RequestContextMiddleware",
    "assetry.web.accounts.enrolment.SecondFactorMiddleware",
]


def _database(url: str) -> dict[str, Any]:
    database = parse_database_url(url)
    options = database.pop("OPTIONS")
    return {
        "ENGINE": "assetry.platform.database.backend",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"prepare_threshold": None, "options": PLANNER_OPTIONS, **options},
        **database,
    }


# `default` is the application role (no DDL, no trail writes); `owner` migrates, restores and builds indexes.
DATABASES = {"default": _database(ENVIRONMENT.database_url or "postgresql:///assetry")}
if ENVIRONMENT.owner_database_url:
    DATABASES["owner"] = _database(ENVIRONMENT.owner_database_url)
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assetry.web.context.shell",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "assetry.web.components.tags"],
        },
    }
]
COTTON_DIR = "cotton"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["assetry.platform.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "assetry.platform.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# Tries are counted by `platform.accounts.throttles`, in the database: allauth counts per process.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {"change_password": "assetry.web.accounts.forms.PasswordForm"}
MFA_ADAPTER = "assetry.platform.accounts.mfa_adapter.FactorAdapter"
# Browsers offer passkeys over TLS, and on localhost; never for a bare address.
MFA_PASSKEY_LOGIN_ENABLED = BASE_URL.startswith("https://") or urlsplit(BASE_URL).hostname == "localhost"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if MFA_PASSKEY_LOGIN_ENABLED else [])]
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off; each code is taken once all the same
MFA_RATE_LIMITS = False
MFA_FORMS = {
    name: f"assetry.web.accounts.forms.{form}"
    for name, form in {
        "authenticate": "FactorForm",
        "reauthenticate": "ConfirmByFactorForm",
        "activate_totp": "AddAppForm",
        "login_webauthn": "PasskeyForm",
        "authenticate_webauthn": "FactorPasskeyForm",
        "reauthenticate_webauthn": "ConfirmByPasskeyForm",
        "add_webauthn": "AddPasskeyForm",
    }.items()
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

SESSION_ENGINE = "assetry.platform.accounts.session_store"
SESSION_IDLE = timedelta(minutes=ENVIRONMENT.session_idle_minutes)
SESSION_COOKIE_AGE = ENVIRONMENT.session_hours * 3600
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BASE_URL.startswith("https://")
# The prefix binds a cookie to this very host, over TLS: no sibling domain can set it.
SESSION_COOKIE_NAME = "__Host-sessionid" if SESSION_COOKIE_SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SESSION_COOKIE_SECURE else "csrftoken"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "assetry.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# No inline style or script anywhere; data: images are the icons inside the stylesheet.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# Every module of jobs; the worker knows no others.
PROCRASTINATE_IMPORT_PATHS = [
    "assetry.jobs.accounts",
    "assetry.jobs.backups",
    "assetry.jobs.bulk",
    "assetry.jobs.contracts",
    "assetry.jobs.custom_fields",
    "assetry.jobs.files",
    "assetry.jobs.housekeeping",
    "assetry.jobs.imports",
    "assetry.jobs.mails",
    "assetry.jobs.reminders",
    "assetry.jobs.reports",
    "assetry.jobs.sealing",
    "assetry.jobs.software",
    "assetry.jobs.support",
    "assetry.jobs.webhooks",
]

MAILERS = mailers_of(ENVIRONMENT.smtp_url)
DEFAULT_FROM_EMAIL = sender_of(ENVIRONMENT.smtp_url, urlsplit(BASE_URL).hostname or "localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("en-gb", "English (UK)")]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
FILE_UPLOAD_HANDLERS = [
    "assetry.platform.files.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # without files, which go through the handlers above

# The address is unique by a constraint over lower(email).
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "assetry.platform.redactor.logs.PlainLines"},
        "json": {"()": "assetry.platform.redactor.logs.JsonLines"},
    },
    "filters": {"outages": {"()": "assetry.platform.database.outages.OutageInOneLine"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": ENVIRONMENT.log_format,
            "filters": ["outages"],
        },
    },
    "loggers": {
        # A page that is not there, and each try to reach a database that is away, is no news.
        "django.request": {"level": "ERROR"},
        "psycopg.pool": {"level": "ERROR"},
    },
    # Quiet unless asked; jobs and migrations speak at INFO.
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level},
}
