"""The embedded run: this machine only, mails on a page of the product."""

from __future__ import annotations

from .base import *  # noqa: F403
from .base import BASE_DIR, env

EMBEDDED = True
SECRET_KEY = env("SECRET_KEY", default="only-for-this-machine-never-for-production-0123456789")
# "k1:" and 32 bytes; the embedded stack makes one of its own and passes it in.
VAULT_KEYS = env("VAULT_KEYS", default="dev:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = env("MAIL_FOLDER", default=str(BASE_DIR / ".data" / "mail"))
# Static files are served from where they lie; nothing is collected first.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
