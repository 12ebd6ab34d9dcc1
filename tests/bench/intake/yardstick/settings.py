"""A project of nothing but the yardstick: only the middleware
that says how long an answer is, DRF as it comes out of the box."""

from __future__ import annotations

from config.settings.base import POOL, database, env

SECRET_KEY = "of-the-yardstick-only"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework.authtoken",
    "tests.bench.intake.yardstick",
]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "tests.bench.intake.yardstick.urls"
# The same pool as the product's.
DATABASES = {"default": database(env("YARDSTICK_URL"), pool=POOL)}
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
