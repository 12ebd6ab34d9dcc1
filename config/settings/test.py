"""Tests: the same engines as everywhere, quicker passwords, mails in memory."""

from __future__ import annotations

from .dev import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405
# What comes is worked at once; the tests of gathering set a window of their own.
INLET_GATHER = 0.0
CELERY_BROKER_URL = BROKER_URL or "memory://"  # noqa: F405
# Emptying tables after a test asks the router which tables are migrated over this connection.
DATABASE_ROUTERS = []
# A test is one transaction, however long it takes.
for _one in DATABASES.values():  # noqa: F405
    _one["OPTIONS"].pop("options", None)
