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


_POOL = {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 5}
"""Connections that a web process keeps. In seconds: how long a request waits for one before its writer is given back what
they wrote; and how long the pool tries by itself, ever more seldom, before it leaves trying to the next request.
"""


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
        "OPTIONS": {**asked, "pool": _POOL} if _flag("WHOLEPICTURE_POOL") else asked,
    }


SECRET_KEY = _secret("WHOLEPICTURE_SECRET_KEY", "session.key") or "only for commands that serve nobody"
CONTEXT_KEY = _secret("WHOLEPICTURE_CONTEXT_KEY", "context.key")
"""Signs whom a database session acts for; the database holds the same key where the application's role cannot read it."""
RECORD_KEY = _secret("WHOLEPICTURE_RECORD_KEY", "record.key")
"""Keys the ids of records."""
SIGN_IN_KEYS = [
    _secret("WHOLEPICTURE_SIGN_IN_KEY", "sign-in.key"),
    _secret("WHOLEPICTURE_SIGN_IN_KEY_BEFORE", "sign-in-before.key"),
]
"""Seal second factors at rest. The first seals; the one before still opens what it sealed."""

DRAFT_KEYS = [
    _secret("WHOLEPICTURE_DRAFT_KEY", "draft.key"),
    _secret("WHOLEPICTURE_DRAFT_KEY_BEFORE", "draft-before.key"),
]
"""Seal drafts at rest. The first seals; the one before still opens what it sealed."""
CHECKPOINT_KEY = _secret("WHOLEPICTURE_CHECKPOINT_KEY", "checkpoint.key")
"""Signs checkpoints (Ed25519, 32 bytes as hexadecimal digits). The process that seals alone needs it."""
RECEIPT_KEY = _secret("WHOLEPICTURE_RECEIPT_KEY", "receipt.key")
"""Signs receipts, likewise; the pages need it."""
LOG_NAME = os.environ.get("WHOLEPICTURE_LOG_NAME", "whole-picture.training")
"""What the log is called in checkpoints: a name without spaces or pluses, that of no other log."""
_TWO_HERE = os.pathsep.join((f"{HOME}/witness-one", f"{HOME}/witness-two"))
WITNESSES = [Path(one) for one in os.environ.get("WHOLEPICTURE_WITNESSES", _TWO_HERE).split(os.pathsep) if one]
"""Folders that take every checkpoint, which others hold: shares of partner agencies, or volumes written once."""
DUTY_TEAMS = os.environ.get("WHOLEPICTURE_DUTY_TEAMS", "")
"""A TOML file with the duty teams' numbers, as in hub/wiring/duty_teams.toml, which serves for training alone."""
IMPORT_MEGABYTES = int(os.environ.get("WHOLEPICTURE_IMPORT_MEGABYTES", "50"))
"""The largest extract that can be uploaded, in millions of bytes."""
IMPORT_TWO_ABOVE = int(os.environ.get("WHOLEPICTURE_IMPORT_TWO_ABOVE", "5000"))
"""Above so many rows, in all that one person imports in 24 hours, a second person has to confirm."""
API_PER_MINUTE = int(os.environ.get("WHOLEPICTURE_API_PER_MINUTE", "120"))
"""How often a token may call in a minute."""
API_KILOBYTES = 256
"""The largest concern that a system can post, in thousands of bytes."""

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
    "wholepicture.hub.web.signing_in.admission.Admission",
]

ROOT_URLCONF = "wholepicture.hub.urls"
WSGI_APPLICATION = "wholepicture.hub.wsgi.application"
FORM_RENDERER = "wholepicture.hub.web.forms.renderer.PlainRenderer"
CSRF_FAILURE_VIEW = "wholepicture.hub.web.refusals.refuse_forged"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": sorted((Path(__file__).parent / "web").glob("*/templates")),  # each screen keeps its own
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wholepicture.hub.web.signing_in.context.signed_in",
            ],
        },
    }
]

DATABASES = {"default": _database(os.environ.get("WHOLEPICTURE_APP_URL", os.environ.get("DATABASE_URL", "")))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "wholepicture.hub.accounts.adapters.DoorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/300s/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("WHOLEPICTURE_PROXIES", "0"))
"""How many proxies of ours stand before the hub; attempts are counted for the address that the outermost one saw."""

MFA_ADAPTER = "wholepicture.hub.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_INSECURE_BYPASS_CODE = None
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator vouches for the address; none is mailed for it

OIDC_URL = os.environ.get("WHOLEPICTURE_OIDC_URL", "")
"""The agency's OpenID Connect provider. Where it is empty, nobody is offered that way."""
OIDC_POSTS = os.environ.get("WHOLEPICTURE_OIDC_POSTS", "")
"""A TOML file that says which of the provider's groups hold which posts."""
OIDC_SECOND_FACTOR = [w for w in os.environ.get("WHOLEPICTURE_OIDC_SECOND_FACTOR", "mfa").split(",") if w]
"""Words in the provider's `amr` or `acr` claim that mean that it asked for a second factor; else we ask for our own."""
SOCIALACCOUNT_ADAPTER = "wholepicture.hub.accounts.provider.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "EMAIL_AUTHENTICATION": True,  # only for an address that the provider itself has verified
        "EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "APPS": [
            {
                "provider_id": "agency",
                "name": os.environ.get("WHOLEPICTURE_OIDC_NAME", "your agency's account"),
                "client_id": os.environ.get("WHOLEPICTURE_OIDC_CLIENT", ""),
                "secret": _secret("WHOLEPICTURE_OIDC_SECRET", "oidc.secret"),
                "settings": {"server_url": OIDC_URL},
            }
        ]
        if OIDC_URL
        else [],
    }
}

FINDINGS_A_WEEK = int(os.environ.get("WHOLEPICTURE_FINDINGS_A_WEEK", "5"))
"""So many findings across children a week the area can look at. The budget orders and never hides."""
FINDINGS_OWNER = os.environ.get("WHOLEPICTURE_FINDINGS_OWNER", "the manager of the multi-agency hub")
"""The role that answers for what is over the budget."""
POSTCODES = os.environ.get("WHOLEPICTURE_POSTCODES", "")
"""A CSV file with postcode, easting and northing of the area; without it, findings have no map."""

ADDRESS = os.environ.get("WHOLEPICTURE_ADDRESS", f"{'https' if BEHIND_TLS else 'http'}://{(*ALLOWED_HOSTS, '127.0.0.1')[0]}")
"""Where people find the pages, for mails."""
EMAIL_HOST = os.environ.get("WHOLEPICTURE_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("WHOLEPICTURE_EMAIL_PORT", "0"))
"""0: the port that goes with EMAIL_SECURITY."""
EMAIL_HOST_USER = os.environ.get("WHOLEPICTURE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = _secret("WHOLEPICTURE_EMAIL_PASSWORD", "email.secret")
EMAIL_SECURITY = os.environ.get("WHOLEPICTURE_EMAIL_SECURITY", "starttls").lower()
"""starttls, tls or none."""
EMAIL_FILE_PATH = os.environ.get("WHOLEPICTURE_EMAIL_FILE_PATH", "")
"""A folder for mails: for all where there is no server, else for those of training accounts."""
DEFAULT_FROM_EMAIL = os.environ.get("WHOLEPICTURE_EMAIL_FROM", "" if EMAIL_HOST else "hub@whole-picture.invalid")
MAILS = bool(EMAIL_HOST or EMAIL_FILE_PATH)
"""Whether people are mailed that a notice waits for them; by `hub mail` alone."""
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing else sends any

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_attempt"}}
"""In the database, so that all processes count attempts together."""

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

SESSION_IDLE = 15 * 60
"""Seconds without a request after which somebody is signed out."""
SESSION_COOKIE_AGE = 10 * 60 * 60
"""Seconds after which somebody is signed out whatever they do."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would leave words in the browser
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"  # after "no-referrer" a browser sends "Origin: null" with a form, and is refused
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS and ALLAUTH_TRUSTED_PROXY_COUNT else None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_TLS else "http"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "wholepicture.hub.web.refusals.refuse_forged"
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
