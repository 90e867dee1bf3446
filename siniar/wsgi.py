"""The entry for WSGI servers. Only what answers requests through it counts downloads and help."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siniar.settings")
application = get_wsgi_application()
import_module("downloads.recording").recorder.start()
import_module("reporting.counting.recording").recorder.start()
