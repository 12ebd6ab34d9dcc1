"""The process that serves the practice orgs: no sessions, no cookies, nothing of the product."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from .base import *  # noqa: F403
from .base import PRACTICE_URL, env

ROOT_URLCONF = "config.practice_urls"
WSGI_APPLICATION = "config.practice_wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "tenants",
    "connections.practice",
]
# Every call brings its token; there is no cookie that a foreign page could abuse.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
TEMPLATES = []
SECRET_KEY = env("SECRET_KEY", default="") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = env.list(
    "PRACTICE_HOSTS", default=[urlsplit(PRACTICE_URL).hostname, "127.0.0.1", "localhost"]
)
if PRACTICE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# A composite of a thousand records has about one megabyte.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
