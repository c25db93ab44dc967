"""Who may do what: the three groups of users."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

VIEWER, EDITOR, ADMINISTRATOR = "viewer", "editor", "administrator"

KNOWLEDGE = ("articles", "entities")
ACCOUNTS = ("auth", "knox")
ENTERED = (
    "diplomaticrelation",
    "event",
    "tenure",
    "quotation",
    "evidence",
    "eventparticipant",
    "person",
    "organization",
    "office",
    "alias",
    "source",
    "sourcealias",
)
"""What editors add and change; articles they only change, as far as the admin lets them."""
PARTS = ("eventparticipant", "alias", "sourcealias")
"""What editors also delete, as part of changing what it belongs to."""


@transaction.atomic
def ensure_roles() -> None:
    """Create the groups, or give them again the permissions that they should have."""
    knowledge = Q(content_type__app_label__in=KNOWLEDGE)
    viewing = knowledge & Q(codename__startswith="view_")
    entering = [f"{verb}_{model}" for verb in ("add", "change") for model in ENTERED]
    deleting = [f"delete_{model}" for model in PARTS]
    roles = {
        VIEWER: viewing,
        EDITOR: viewing | knowledge & Q(codename__in=[*entering, *deleting, "change_article"]),
        ADMINISTRATOR: Q(content_type__app_label__in=KNOWLEDGE + ACCOUNTS),
    }
    for name, granted in roles.items():
        group, _new = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(granted))
