"""Production: what is missing in the environment stops the start, with its name."""

from __future__ import annotations

from .base import *  # noqa: F403
from .base import POOL, database, env

SECRET_KEY = env("SECRET_KEY")
VAULT_KEYS = env("VAULT_KEYS")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Never the owner of the tables by default: row-level security is only as strong as this role.
DATABASES["default"] = database(env("DATABASE_APP_URL"), pool=POOL)  # noqa: F405
EMAIL_CONFIG = env.email("SMTP_URL")
vars().update(EMAIL_CONFIG)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
