"""The admin: texts, knowledge, and the log of changes, for editors in Arabic and English."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from entities.admin import actors, assertions, log, mentions, texts

__all__ = ["actors", "assertions", "log", "mentions", "texts"]

admin.site.site_header = admin.site.site_title = "NewsDB"
admin.site.index_title = _("Texts and knowledge")
