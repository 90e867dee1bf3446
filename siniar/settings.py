"""Django's settings, made from siniar.config alone: one file, no inheritance, the same for demo and production."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from siniar.config import ROOT, Config
from siniar.secret import kept

CONFIG = Config.read()
BASE_DIR: Path = ROOT
DATA_DIR: Path = CONFIG.data_dir

DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # drafts, accounts and sessions are nobody else's business
DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key or kept(DATA_DIR / "secret-key")
ALLOWED_HOSTS = list(CONFIG.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [CONFIG.public_url]
AUTH_USER_MODEL = "siniar.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "siniar.urls"
WSGI_APPLICATION = "siniar.wsgi.application"

INSTALLED_APPS = [
    "siniar",
    "siniar.jobs",
    "siniar.pages",
    "episodes",
    "transcripts",
    "feeds",
    "downloads",
    "transfer",
    "listening",
    "search",
    "reporting",
    "demo",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# Public pages touch neither session nor messages, so they set no cookie; tests hold that.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "siniar.privacy.PublicPages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

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
    }
]

# WAL lets readers go on beside the one writer; IMMEDIATE takes the write lock at BEGIN, so that a transaction
# which reads first is never refused later (WAL alone lost 175 of 600 writes in a trial, both together none).
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "siniar.sqlite3",
        "CONN_MAX_AGE": None,  # opening it takes longer than most answers: each thread keeps its own
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
            ),
        },
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# Nothing under these folders has an address of its own: episodes.media and episodes.admin ask first.
MASTERS_DIR: Path = DATA_DIR / "masters"
RENDITIONS_DIR: Path = DATA_DIR / "renditions"
FEEDS_DIR: Path = DATA_DIR / "feeds"
WORK_DIR: Path = DATA_DIR / "work"
MODELS_DIR: Path = DATA_DIR / "models"
MEDIA_ROOT = DATA_DIR / "pictures"
MEDIA_URL = "/admin/pictures/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "siniar" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "siniar.assets.Assets"},
}
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "uploads"  # on the disk that is watched, not in a small /tmp
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # five for each paragraph of a transcript, and a long talk has hundreds of them

WAGTAIL_SITE_NAME = "Siniar"
WAGTAILADMIN_BASE_URL = CONFIG.public_url
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "siniar.pictures.PictureForm"
WAGTAILDOCS_SERVE_METHOD = "direct"  # documents have no public address; Wagtail's admin cannot do without the app
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "siniar.guarded_search"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the admin calls no third party
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # ms; the default of 500 makes SQLite busy for nothing
WAGTAIL_PASSWORD_RESET_ENABLED = False  # Siniar sends no mail: an administrator sets a new password
WAGTAIL_FINISH_WORKFLOW_ACTION = "episodes.moderation.finish"
TAGGIT_CASE_INSENSITIVE = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.public_url.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"  # a public page never even receives them
# The default keeps messages, with the titles of pages in them, in a cookie of the whole site.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "siniar.errors.forbidden"
LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "siniar.login.LoginForm"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "vanished_rows": {"()": "siniar.logs.VanishedRows"},
        "without_visitors": {"()": "siniar.logs.WithoutVisitors"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_visitors"]},
    },
    "root": {"handlers": ["console"], "level": CONFIG.log_level},
    "loggers": {
        "django": {"level": "INFO", "handlers": []},  # Django's own would print unfiltered, and mail whole requests
        "django.request": {"level": "ERROR"},  # anybody can ask for what is not there
        "django.server": {"level": "CRITICAL", "handlers": []},  # runserver writes a line for each address
        "django_tasks": {"level": "WARNING", "filters": ["vanished_rows"]},
        "django_tasks_db": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can cause it, nobody needs to know
        "faster_whisper": {"level": "WARNING"},
        "elastic_transport": {"level": "WARNING"},  # a line for each request
        "wagtail": {"level": "WARNING"},  # its audit log is in the database
        "wagtail.admin": {"level": "CRITICAL"},  # mail that nobody sends: who was to have it, and about which draft
    },
}
