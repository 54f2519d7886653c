"""Django's settings, read from the environment (``CESSIE_...``); the defaults start a small house on one machine."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cessie.config import home

PACKAGE = Path(__file__).resolve().parents[1]

#: The apps of the business in the order of the road; a later one may know an earlier one, never the reverse.
ROAD = (
    "audit", "users", "work", "parties", "documents", "contracts", "banking", "payments", "invoices", "credit",
    "matching", "purchase",
)  # fmt: skip

DEBUG = False
SECRET_KEY = home.secret_key()
ALLOWED_HOSTS = os.environ.get("CESSIE_HOSTS", "localhost 127.0.0.1 [::1] testserver").split()
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "procrastinate.contrib.django",
    "cessie.ledger",
    *(f"cessie.domain.{name}" for name in ROAD),
    *(f"cessie.portals.{name}" for name in ("public", "client", "staff")),
]
INSTALLED_APPS = [name for name in INSTALLED_APPS if importlib.util.find_spec(name)]

DATABASES = {"default": home.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"

LANGUAGE_CODE = "en"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Brussels"
