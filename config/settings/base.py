"""Settings that hold everywhere; everything that differs comes from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
BASE_URL: str = env("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
# How many calls of one process of the practice org may be made to wait at once.
PRACTICE_ASLEEP: int = env.int("PRACTICE_ASLEEP", default=12)
PRACTICE_URL: str = env("PRACTICE_URL", default="http://127.0.0.1:8001").rstrip("/")
VAULT_KEYS: str = env("VAULT_KEYS", default="")
EMBEDDED: bool = env.bool("INLET_EMBEDDED", default=False)

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "config.apps.StaffConfig",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "tenants",
    "connections",
    "connections.practice",
    "mappings",
    "syncs",
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
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenants.staffwall.StaffWallMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
            ],
        },
    },
]

# Web and workers sign in as a role that owns nothing; migrations as the owner of the tables.
_OWNER_URL = env("DATABASE_URL", default="")
_APP_URL = env("DATABASE_APP_URL", default=_OWNER_URL)


# A server that is away is said to be so within seconds, and found again once it is back.
POOL = {"min_size": 1, "max_size": 12, "timeout": 4, "reconnect_timeout": 2}
_REACH = {
    "connect_timeout": 3, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    # A machine that vanishes within a transaction must not keep its locks. Ours never wait for
    # anything but the database.
    "options": "-c idle_in_transaction_session_timeout=30s",
}  # fmt: skip


def database(url: str, **options: Any) -> dict[str, Any]:
    """Django's settings for one database address."""
    found: dict[str, Any] = env.db_url_config(url) if url else {"NAME": "inlet"}
    found["ENGINE"] = "django.db.backends.postgresql"
    # A server that was restarted leaves dead connections in the pool: none is handed out.
    found["CONN_HEALTH_CHECKS"] = True
    found["OPTIONS"] = _REACH | found.get("OPTIONS", {}) | options
    return found


DATABASES: dict[str, dict[str, Any]] = {
    "default": database(_APP_URL, pool=POOL),
    "owner": database(_OWNER_URL),
}
DATABASE_ROUTERS: list[str] = ["config.routing.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, and there whenever the database is: limits on guessing live in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "inlet_cache",
    }
}

AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_ADAPTER = "tenants.signup.AccountAdapter"
ACCOUNT_FORMS = {"signup": "tenants.signup.SignupForm"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Inlet <hello@inlet.example>")

# Called with the tenant and the person, outside any transaction; returns the first API key.
NEW_TENANT_HOOK = "syncs.onboarding.furnish"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT: Path | None = BASE_DIR / "static-built"
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

_SELF = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _SELF,
        "img-src": [*_SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": _SELF,
        "frame-ancestors": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
# A routing table of 500 lines, or a round robin of 200 members, has many answers.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

BROKER_URL = env("BROKER_URL", default="")
CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
# A wake-up is acknowledged when it is taken. A killed worker's is lost, and the sweeper finds its
# leads; acknowledging late, over a connection that was lost meanwhile, ends the worker (kombu 5.7).
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A worker mostly waits for Salesforce. Threads wait side by side for many orgs in one process.
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_CONCURRENCY = env.int("INLET_WORKER_THREADS", default=8)
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A wake-up that can't be sent is not waited for: the sweeper finds what is due.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "syncs.tasks.sweep", "schedule": 5.0},
    "connect": {"task": "syncs.tasks.connect", "schedule": 30.0},
    "tidy": {"task": "syncs.tasks.tidy", "schedule": 3600.0},
    "check": {"task": "syncs.tasks.check_all", "schedule": crontab(hour=2, minute=15)},
    "roll-outs": {"task": "syncs.tasks.roll_outs", "schedule": 15.0},
    "plans": {"task": "syncs.tasks.plans", "schedule": 60.0},
    "replays": {"task": "syncs.tasks.replays", "schedule": 60.0},
    "loads": {"task": "syncs.tasks.bulk_loads", "schedule": 15.0},
    "summaries": {"task": "syncs.bookkeeping.tasks.summarise", "schedule": 10.0},
    "ledger": {
        "task": "syncs.bookkeeping.tasks.check_all",
        "schedule": crontab(hour=2, minute=45),
    },
    "reconcile": {
        "task": "syncs.bookkeeping.tasks.reconcile_all",
        "schedule": crontab(hour=3, minute=15),
    },
    "reconcile-again": {"task": "syncs.bookkeeping.tasks.unanswered", "schedule": 300.0},
    "keep-alive": {"task": "syncs.tasks.keep_alive", "schedule": 3600.0},
}

# Inlet's own app at Salesforce; empty in development: then each connection brings its own.
SALESFORCE_CLIENT_ID: str = env("SALESFORCE_CLIENT_ID", default="")
SALESFORCE_CLIENT_SECRET: str = env("SALESFORCE_CLIENT_SECRET", default="")
# More hosts than Salesforce's usual ones: "login.example.mil", ".my.salesforce.mil".
SALESFORCE_EXTRA_HOSTS: list[str] = env.list("SALESFORCE_EXTRA_HOSTS", default=[])
SALESFORCE_API_VERSION = "62.0"
SALESFORCE_CONNECT_TIMEOUT = env.float("SALESFORCE_CONNECT_TIMEOUT", default=5.0)
SALESFORCE_READ_TIMEOUT = env.float("SALESFORCE_READ_TIMEOUT", default=25.0)
# A whole call, to the last byte of its answer. Shorter than the lease of a worker.
SALESFORCE_TOTAL_TIMEOUT = env.float("SALESFORCE_TOTAL_TIMEOUT", default=28.0)
# A call of the token endpoint, as a whole. The connection's row is locked meanwhile.
SALESFORCE_TOKEN_TIMEOUT = env.float("SALESFORCE_TOKEN_TIMEOUT", default=10.0)
# How long a worker has its leads to itself, in seconds; longer than the slowest call.
INLET_LEASE = env.float("INLET_LEASE", default=33.0)
# While leads come fast, a batch of new ones begins this long after the last, in seconds.
INLET_GATHER = env.float("INLET_GATHER", default=1.4)
# Where no key can be written: how long after a lost answer the record may still appear.
INLET_QUARANTINE = env.float("INLET_QUARANTINE", default=900.0)
# From so many waiting leads of a file on, Salesforce works them as a load, of so many rows at most.
INLET_BULK_FROM = env.int("INLET_BULK_FROM", default=2_000)
INLET_BULK_ROWS = env.int("INLET_BULK_ROWS", default=10_000)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["syncs.intake.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["syncs.intake.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "syncs.intake.problems.handle",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Inlet API",
    "DESCRIPTION": "Send leads; each one ends in your Salesforce org, with an explanation.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "LeadStateEnum": [
            "created",
            "updated",
            "unchanged",
            "skipped",
            "held",
            "failed",
            "pending",
        ],
        "ConnectionStateEnum": ["new", "connected", "needs_reconnect", "disconnected"],
        "ReconciliationStateEnum": ["waiting", "done", "broken"],
        "LinkStateEnum": ["open", "used", "revoked", "expired"],
    },
}
UNFOLD = {"SITE_TITLE": "Inlet", "SITE_HEADER": "Inlet", "SHOW_BACK_BUTTON": True}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    # It tells every step of every font that goes into a PDF.
    "loggers": {"fontTools": {"level": "WARNING"}},
}
