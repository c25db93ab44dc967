"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdb.settings")
application = get_wsgi_application()

# What is loaded by now stays: the collector need not look at it again. A page of a list makes some thousand
# objects, which would set it off several times a request.
gc.freeze()
gc.set_threshold(20_000, 20, 100)
