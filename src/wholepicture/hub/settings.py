"""Django's settings, read from the environment; docs/hub.md explains each one."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

HOME = Path(os.environ.get("WHOLEPICTURE_HOME", "var/hub")).resolve()
"""What this hub keeps outside the database: keys, snapshots and, where it is embedded, the database itself."""


def _flag(name: str, otherwise: bool = False) -> bool:
    return os.environ.get(name, "yes" if otherwise else "no").lower() in ("1", "yes", "true", "on")


def _secret(name: str, file: str) -> str:
    """A secret from the environment, else from a file in HOME that `hub start` made (0600). Empty where neither is there."""
    given = os.environ.get(name, "")
    kept = HOME / "keys" / file
    return given or (kept.read_text().strip() if kept.is_file() else "")


def _database(url: str) -> dict[str, object]:
    """A PostgreSQL URL as Django wants it; `?host=/folder` names a socket folder."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "wholepicture",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", parts.hostname or ""),
        "PORT": str(asked.pop("port", parts.port or "")),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**asked, "pool": {"min_size": 1, "max_size": 8, "timeout": 20}} if _flag("WHOLEPICTURE_POOL") else asked,
    }


SECRET_KEY = _secret("WHOLEPICTURE_SECRET_KEY", "session.key") or "only for commands that serve nobody"
CONTEXT_KEY = _secret("WHOLEPICTURE_CONTEXT_KEY", "context.key")
"""Signs whom a database session acts for; the database holds the same key where the application's role cannot read it."""
RECORD_KEY = _secret("WHOLEPICTURE_RECORD_KEY", "record.key")
"""Keys the ids of records."""

DEBUG = False
TRAINING = _flag("WHOLEPICTURE_TRAINING")
PARTNERSHIP = os.environ.get("WHOLEPICTURE_PARTNERSHIP", "Harbury Safeguarding Partnership")
ALLOWED_HOSTS = [h for h in os.environ.get("WHOLEPICTURE_HOSTS", "127.0.0.1,localhost,testserver").split(",") if h]
BEHIND_TLS = _flag("WHOLEPICTURE_TLS")

INSTALLED_APPS = [
    "wholepicture.hub.web",  # before django.forms: its widget templates win
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "wholepicture.hub.accounts",
    "wholepicture.hub.storage",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "wholepicture.hub.urls"
WSGI_APPLICATION = "wholepicture.hub.wsgi.application"
FORM_RENDERER = "wholepicture.hub.web.forms.renderer.PlainRenderer"
CSRF_FAILURE_VIEW = "wholepicture.hub.web.refusals.refuse_forged"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": _database(os.environ.get("WHOLEPICTURE_APP_URL", os.environ.get("DATABASE_URL", "")))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"words": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["words"], "level": "WARNING"},
}
