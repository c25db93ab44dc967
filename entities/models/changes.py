"""What changed, when, and by whose hand: append-only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One change of one object. ``before`` is null for a creation, ``after`` for a deletion.

    ``batch`` groups what one act did: an import's transaction, a merge, one save in the admin. Mentions are
    logged per article, not per row.
    """

    class Action(models.TextChoices):
        CREATE = "create", _("created")
        UPDATE = "update", _("updated")
        REVIEW = "review", _("reviewed")
        MERGE = "merge", _("merged")
        UNMERGE = "unmerge", _("merge undone")
        DELETE = "delete", _("deleted")

    class Cause(models.TextChoices):
        IMPORT = "import", _("import")
        REFERENCE = "reference", _("reference data")
        EXTRACTION = "extraction", _("extraction")
        PERSON = "person", _("person")
        UNDO = "undo", _("undoing of an import")

    batch = models.UUIDField(_("batch"), db_index=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    action = models.CharField(_("action"), max_length=8, choices=Action)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    object_type = models.CharField(_("kind of object"), max_length=30)
    object_id = models.CharField(_("object"), max_length=40)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-id",)
        indexes = [models.Index(fields=("object_type", "object_id", "-id"), name="change_of_object")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}: {self.get_action_display()}"
