"""Django's settings. Everything a machine may set comes from its environment:

PAYUNG_HOME    folder of the embedded database and the received files (default: payung-data in the home folder)
DATABASE_URL   postgres://user:password@host:port/name; without it SQLite in PAYUNG_HOME
PAYUNG_SECRET  key that signs sessions and links; without it `payung serve` makes one and keeps it in PAYUNG_HOME
PAYUNG_HOSTS   names under which browsers reach the screens, with commas between them (default: this machine only)
PAYUNG_HTTPS   1 where browsers come through HTTPS: cookies then go no other way
PAYUNG_PROXIES how many servers of yours stand before this one and say in X-Forwarded-For whom they speak for (default: 1 with PAYUNG_HTTPS, else 0)
PAYUNG_MFA     optional: nobody must set up a second factor (for trying things out; default: everybody must)
PAYUNG_TODAY   the day that the screens take for today, such as 2026-04-20; only the demo sets it
"""

import os
import secrets
from datetime import date
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from payung.config.logs import LOGGING as LOGGING

HOME = Path(os.environ.get("PAYUNG_HOME") or Path.home() / "payung-data")
FILES = HOME / "files"
SECRET_KEY = os.environ.get("PAYUNG_SECRET") or secrets.token_urlsafe(50)  # a command needs none that lasts; the server insists on it (wsgi.py)
ALLOWED_HOSTS = [name for name in os.environ.get("PAYUNG_HOSTS", "127.0.0.1,localhost").split(",") if name]
HTTPS = os.environ.get("PAYUNG_HTTPS") == "1"
MFA_REQUIRED = os.environ.get("PAYUNG_MFA") != "optional"
TODAY = date.fromisoformat(os.environ["PAYUNG_TODAY"]) if os.environ.get("PAYUNG_TODAY") else None

_OWN = (
    *("places", "accounts", "audit", "filing", "correspondence", "registry", "intake", "planning", "roster", "exchange", "pledges", "billing"),
    *("coverage", "review", "compliance", "assurance", "claims", "reports", "web"),
)
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(f"payung.{name}" for name in _OWN),
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'payung.sqlite3'}", conn_max_age=600)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets people read while a list is written; IMMEDIATE takes the write lock at once instead of failing half-way;
    # without recursive triggers an INSERT OR REPLACE would slip past those that refuse deletion.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA recursive_triggers=ON; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;",
    }

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIME_ZONE = "Asia/Makassar"
USE_TZ = True

# The screens
ROOT_URLCONF = "payung.config.urls"
WSGI_APPLICATION = "payung.config.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "payung.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "payung.web.account.middleware.AccountGuard",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1] / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["payung.web.templatetags.words", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "payung.web.scope.of_page",
            ],
        },
    }
]
UPLOAD_MOST_BYTES, UPLOAD_MOST_FILES = 20 << 20, 100  # of one file; in one sending
DATA_UPLOAD_MAX_NUMBER_FILES = 3 * UPLOAD_MOST_FILES  # so that one who chooses too many is told so by the page
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CACHES = {
    "default": {  # shared by all processes: it counts codes that were tried; its table comes with the migrations of accounts
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "payung_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Nothing but our own files: no script or style inside a page, nothing from another host, in nobody's frame.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a working day, however busy; see web/account/middleware.py
SESSION_IDLE = 3600  # seconds without a page
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:  # a name that no other host of the domain can set
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-payung", "__Host-payung-csrf"
CSRF_FAILURE_VIEW = "payung.web.system.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Signing in: nobody registers, an administrator invites
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_ADAPTER = "payung.web.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False  # a closed browser forgets
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds after which changing a factor asks once more who one is
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,5/300s/key"}  # the second counts codes; passwords: accounts/lockout.py
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PAYUNG_PROXIES") or HTTPS)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "payung.web.account.passwords.NotGuessable"},
]
MFA_ADAPTER = "payung.web.account.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Payung"
MFA_TOTP_TOLERANCE = 1  # thirty seconds: clocks of phones differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow passkeys without HTTPS on this machine only
