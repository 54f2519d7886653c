"""Django's settings, read from the environment (``CESSIE_...``); the defaults start a small house on one machine."""

from __future__ import annotations

import os
from datetime import time
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cessie.config import home

PACKAGE = Path(__file__).resolve().parents[1]

#: The apps of the business in the order of the road; a later one may know an earlier one, never the reverse.
ROAD = (
    "audit", "users", "work", "statutes", "parties", "keys", "documents", "correspondence", "contracts", "banking",
    "payments", "invoices", "disputes", "arrangements", "credit", "mandates", "matching", "purchase", "managed",
    "charges", "client_ledgers", "availability", "verification", "dunning", "trust", "collection", "proceedings",
    "onboarding", "comparison", "reports",
)  # fmt: skip

DEBUG = os.environ.get("CESSIE_DEBUG") == "1"
SECRET_KEY = home.secret_key()
ALLOWED_HOSTS = os.environ.get("CESSIE_HOSTS", "localhost 127.0.0.1 [::1] testserver").split()
INSTALLED_APPS = [
    "cessie.config.apps.ContentTypes",
    "cessie.config.apps.Auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "axes",
    "procrastinate.contrib.django",
    "cessie.ledger",
    *(f"cessie.domain.{name}" for name in ROAD),
    *(
        f"cessie.portals.{name}"
        for name in ("frame", "public", "client", "debtor", "staff", "partner", "broker", "api")
    ),
]

DATABASES = {"default": home.database()}
#: Originals by their hash (documents).
DOCUMENTS = home.folder() / "documents"
#: Countries where the house is registered as a collector (BE, NL): without, the law forbids it to press consumers.
COLLECTOR_REGISTRATIONS = os.environ.get("CESSIE_COLLECTOR_REGISTRATIONS", "").split()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # one stranger cannot lock a user out from everywhere
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "cessie.portals.public.screens.login.locked_out"
AXES_USERNAME_FORM_FIELD = "username"  # what the login form calls the e-mail address
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

ROOT_URLCONF = "cessie.config.urls"
WSGI_APPLICATION = "cessie.config.wsgi.application"
MIDDLEWARE = [
    "cessie.config.middleware.correlation",
    "cessie.config.metrics.counted",
    "cessie.portals.api.problems.middleware",
    "django.middleware.security.SecurityMiddleware",
    "cessie.config.static.middleware",
    "cessie.config.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cessie.portals.frame.access.visitors",
    "axes.middleware.AxesMiddleware",
]

# A page stands beside its view: besides each app's templates folder, "domain/invoices/screens/invoice.html" is found.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
PROCRASTINATE_IMPORT_PATHS = ["cessie.workflows.jobs"]
#: Where the bank's own program takes our files away and puts its own down (connectors.banks.folder).
BANK_FOLDER = Path(os.environ.get("CESSIE_BANK_FOLDER") or home.folder() / "bank")
#: Until when (Brussels) the house's bank takes payments of the day: hand-overs after it count from the next bank day.
BANK_CUT_OFF = time.fromisoformat(os.environ.get("CESSIE_BANK_CUT_OFF") or "17:00")
#: Where letters are laid ready for the post (connectors.channels.post).
POST_FOLDER = Path(os.environ.get("CESSIE_POST_FOLDER") or home.folder() / "post")
#: Where the mailbox's own program puts down the answers of debtors (workflows.incoming.answering).
MAIL_FOLDER = Path(os.environ.get("CESSIE_MAIL_FOLDER") or home.folder() / "mail")
#: Where each client puts files into a folder of his code (workflows.incoming.client_files).
CLIENT_FOLDER = Path(os.environ.get("CESSIE_CLIENT_FOLDER") or home.folder() / "clients")
#: The mailbox to which clients send files, each under a part of his own (files@house.example: files+code@...); blank:
#: none is told. Which mail server's word on a sender counts (its name in Authentication-Results); blank: nobody's is
#: asked, and the secret address and the sender's must do.
INTAKE_ADDRESS = os.environ.get("CESSIE_INTAKE_ADDRESS", "")
MAIL_CHECKED_BY = os.environ.get("CESSIE_MAIL_CHECKED_BY", "")
#: The server that takes the house's mail, as smtp://user:password@host:port or smtps://...; blank: letters by post.
SMTP_URL = os.environ.get("CESSIE_SMTP_URL", "")
#: What mails are signed with (connectors.channels.email.dkim): the key, its selector, and the domains that publish it.
DKIM_KEY = Path(os.environ.get("CESSIE_DKIM_KEY") or home.folder() / "dkim.pem")
DKIM_SECOND_KEY = DKIM_KEY.with_name(f"{DKIM_KEY.stem}-ed25519.pem")
DKIM_SELECTOR = os.environ.get("CESSIE_DKIM_SELECTOR") or "mail"
DKIM_DOMAINS = tuple((os.environ.get("CESSIE_DKIM_DOMAINS") or "").replace(",", " ").split())
#: Where batches for the print partner are dropped, and how he calls the house; blank: there is none.
PRINT_FOLDER = Path(os.environ["CESSIE_PRINT_FOLDER"]) if os.environ.get("CESSIE_PRINT_FOLDER") else None
PRINT_SENDER = os.environ.get("CESSIE_PRINT_SENDER") or "cessie"
#: Letters that the house's own machine takes in one batch at most; 0: as many as there are.
POST_PIECES = int(os.environ.get("CESSIE_POST_PIECES") or 0)
#: The Peppol access point, and the key that opens it.
PEPPOL_URL = os.environ.get("CESSIE_PEPPOL_URL", "")
PEPPOL_KEY = os.environ.get("CESSIE_PEPPOL_KEY", "")
#: Who is asked for names of the network (DNS over HTTPS, as JSON), and below which zone; blank: nobody is looked up.
PEPPOL_NAMES = os.environ.get("CESSIE_PEPPOL_NAMES", "")
PEPPOL_ZONE = os.environ.get("CESSIE_PEPPOL_ZONE") or "participant.sml.prod.tech.peppol.org"
#: The provider of text messages, its key, and what the phone shows as sender.
SMS_URL = os.environ.get("CESSIE_SMS_URL", "")
SMS_KEY = os.environ.get("CESSIE_SMS_KEY", "")
SMS_SENDER = os.environ.get("CESSIE_SMS_SENDER") or "Cessie"
#: The service that has debtors sign mandates (connectors.mandates.twikey), with its prefix, and the key that opens it.
TWIKEY_URL = os.environ.get("CESSIE_TWIKEY_URL", "")
TWIKEY_KEY = os.environ.get("CESSIE_TWIKEY_KEY", "")
#: The service of registered e-mail, what opens it, and who of it sends.
REGISTERED_EMAIL_URL = os.environ.get("CESSIE_REGISTERED_EMAIL_URL", "")
REGISTERED_EMAIL_TOKEN = os.environ.get("CESSIE_REGISTERED_EMAIL_TOKEN", "")
REGISTERED_EMAIL_KEY = os.environ.get("CESSIE_REGISTERED_EMAIL_KEY", "")
REGISTERED_EMAIL_USER = os.environ.get("CESSIE_REGISTERED_EMAIL_USER", "")
#: The service that says whether an account is in a name (connectors.banks.vop); blank: the house does not ask.
VOP_URL = os.environ.get("CESSIE_VOP_URL", "")
#: The credit insurer who is asked for limits (connectors.insurers.atradius); a blank address: the house asks by hand.
INSURER = {
    name: os.environ.get(f"CESSIE_INSURER_{name.upper()}", "")
    for name in ("url", "client_id", "secret", "app_key", "policy", "customer", "non_payments")
}
#: Registers that tell what became of a debtor (connectors.registers); a blank address: that one is not asked.
FRENCH_REGISTER_URL = os.environ.get("CESSIE_FRENCH_REGISTER_URL", "")
DUTCH_REGISTER_URL = os.environ.get("CESSIE_DUTCH_REGISTER_URL", "")
DUTCH_REGISTER_KEY = os.environ.get("CESSIE_DUTCH_REGISTER_KEY", "")
#: The service that looks up insolvencies and addresses (connectors.registers.service).
LOOKUP_URL = os.environ.get("CESSIE_LOOKUP_URL", "")
LOOKUP_KEY = os.environ.get("CESSIE_LOOKUP_KEY", "")
#: A source answers about one debtor once in so many days; what an answer costs in euro: "address-lookup=4.50 kvk=0.02".
RESEARCH_DAYS = int(os.environ.get("CESSIE_RESEARCH_DAYS") or 30)
RESEARCH_PRICES = dict(
    each.split("=", 1) for each in os.environ.get("CESSIE_RESEARCH_PRICES", "").split() if "=" in each
)
#: Where people outside reach the house, without a slash at its end: what links in letters begin with.
PUBLIC_URL = (os.environ.get("CESSIE_PUBLIC_URL") or "http://localhost:8377").rstrip("/")
VOP_TOKEN = os.environ.get("CESSIE_VOP_TOKEN", "")

STATIC_URL = "/static/"

# Cookies: over TLS only, unless every host that is served is this very machine.
_LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}
SECURE = not DEBUG and not set(ALLOWED_HOSTS) <= _LOCAL_HOSTS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("CESSIE_BEHIND_PROXY") == "1" else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in _LOCAL_HOSTS and host != "*"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cessie.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("CESSIE_LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        # Django's own handlers would write each line a second time, not as JSON.
        "django": {"handlers": [], "level": "NOTSET", "propagate": True},
        "django.server": {"handlers": [], "level": "NOTSET", "propagate": True},
        # It warns that the worker's own module made the app; the tasks have import paths of their own.
        "procrastinate.blueprints": {"level": "ERROR"},
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["cessie.config.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Brussels"
