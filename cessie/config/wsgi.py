"""The web process's entry: a server such as granian loads ``application`` from here."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")
application = get_wsgi_application()
