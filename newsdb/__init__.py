"""NewsDB: dated, evidenced facts of diplomacy, read from Arabic news."""

from newsdb.celery import app as celery_app

__all__ = ["celery_app"]
