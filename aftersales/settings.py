"""The one configuration. Everything a factory changes comes from the environment; see README."""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # what a running installation writes: trial database, photos, local secret

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")
# django-environ takes a value that begins with "$" for the name of another variable; a secret may begin so.
env.ENVIRON = {name: value.replace("$", r"\$") for name, value in os.environ.items()}
env.escape_proxy = True

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # offers the demo people on the sign-in page; never in production


def local_secret_key() -> str:
    """The key of a trial installation, made once and kept in var/ so that sessions survive a restart."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        mine = VAR_DIR / f"secret_key.{secrets.token_hex(4)}"
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(50))
        mine.rename(path)  # whole or absent, for a second process that starts at this moment
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not (DEBUG or DEMO):
        raise ImproperlyConfigured("SECRET_KEY is not set: see docs/operating.md.")
    SECRET_KEY = local_secret_key()

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

FACTORY_NAME = env.str("FACTORY_NAME", default="博山微电机厂")  # heads every slip
FACTORY_ADDRESS = env.str("FACTORY_ADDRESS", default="")  # where customers send motors back to
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")  # what QR codes and notices lead to

# Notices leave the product by e-mail and by robots; a trial writes its mail to files and has no robots.
globals().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="aftersales@localhost")
# A group and the address of its robot; named so that no error page shows it.
ROBOT_SECRETS = env.dict("ROBOTS", default={})
if DEMO:
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", VAR_DIR / "mail"
    ROBOT_SECRETS = {}
MAILS = DEMO or bool(env.str("EMAIL_URL", default=""))  # whether e-mail is offered

# Everything that an administrator needs is in the product; Django's own pages, which keep no log, are for emergencies.
DJANGO_ADMIN = env.bool("DJANGO_ADMIN", default=False)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "axes",
    "csp",
    "django_fsm",
    "django_htmx",
    "aftersales",
    "workflow",
    "people",
    "talk",
    "notices",
    "slips",
    "warranty",
    "catalogue",
    "cases",
    "returns",
    "accountability",
    "satisfaction",
    "figures",
    "guide",
    "demo",
]

MIDDLEWARE = [
    "aftersales.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "aftersales.language.LanguageMiddleware",
    "aftersales.addresses.NoNullMiddleware",  # before sessions, whose key is from a cookie
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aftersales.signing_in.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aftersales.passwords.OwnPasswordMiddleware",
    "aftersales.second_factor.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "aftersales.urls"
WSGI_APPLICATION = "aftersales.wsgi.application"

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
                "aftersales.context.page",
            ],
            "builtins": ["aftersales.templatetags.marks"],
            "libraries": {
                "lucide": "aftersales.templatetags.icons",  # the package itself is no app here
                "i18n": "aftersales.templatetags.words",
            },
        },
    }
]
SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # i18n stands in for Django's library on purpose
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE_OPTIONS = {
    # A writer takes the lock at BEGIN, so two of them queue instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON",
}

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'aftersales.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    VAR_DIR.mkdir(exist_ok=True)
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Every page reads a few rows by an index. A server as it is installed takes that for dear, reads whole tables
        # instead, compiles the statement first, and weighs every order of ten tables, of which the first is right.
        "OPTIONS": {"options": "-c random_page_cost=1.1 -c jit=off -c join_collapse_limit=4"},
        "DISABLE_SERVER_SIDE_CURSORS": True,  # a round trip more for each dropdown of twenty names
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "aftersales.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "aftersales.signing_in.CountedBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "aftersales.passwords.LongEnoughValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
CSRF_FAILURE_VIEW = "aftersales.views.outdated"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # what is refused unseen is no failure
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "old_password", "new_password1", "new_password2"]
AXES_CLIENT_IP_CALLABLE = "aftersales.kit.throttle.address"
# Wrong passwords a minute from one address, whatever the names: an office behind one router stays below it even on a
# Monday, and who tries one common password on every name is stopped early.
SIGN_IN_FAILURES = 20

# At computers of the workshop people change by badge or PIN.
QUICK_CHANGE = env.bool("QUICK_CHANGE", default=False)
# A code of an app besides the password, for who approves.
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=False)
# For how many minutes the password is enough for money, penalties and the policy; 0 asks nobody again, as in a demo,
# whose password everybody knows.
PASSWORD_AGAIN = env.int("PASSWORD_AGAIN", default=0 if DEMO or SECOND_FACTOR else 10)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = None if DEBUG or DEMO else VAR_DIR / "static"  # a trial serves them from where they are
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
WHITENOISE_USE_FINDERS = DEBUG or DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "aftersales.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12  # one shift and a half

HTTPS = env.bool("HTTPS", default=not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)  # then what it forwards is believed
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a count of 1,000 motors has 7 fields for each

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
