"""Celery's application: ``celery --app newsdb worker`` starts a worker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdb.settings")
app = Celery("newsdb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
