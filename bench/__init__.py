"""Measurements: invented texts in any number, databases filled with them, and ratios of CPU time.

Importing the package sets Django up, on the database of DATABASE_URL.
"""

import os

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdb.settings")
    django.setup()
