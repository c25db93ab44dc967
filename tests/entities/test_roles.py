"""Who may do what."""

import pytest
from django.contrib.auth.models import Group, User

from entities.roles import ensure_roles

pytestmark = pytest.mark.django_db


def permissions(role: str) -> set[str]:
    user = User.objects.create_user(role)
    user.groups.add(Group.objects.get(name=role))
    return user.get_all_permissions()


def test_roles_grow_from_viewer_over_editor_to_administrator() -> None:
    ensure_roles()
    viewer, editor, administrator = map(permissions, ("viewer", "editor", "administrator"))
    assert viewer < editor < administrator
    assert {permission.split(".")[1].split("_")[0] for permission in viewer} == {"view"}
    assert {"entities.view_change", "articles.view_document"} <= viewer
    assert {"entities.change_event", "entities.add_person", "articles.change_article"} <= editor
    assert not {"articles.add_article", "entities.delete_person", "entities.change_change"} & editor
    assert {
        "auth.change_user",
        "auth.add_group",
        "knox.add_authtoken",
        "entities.delete_person",
    } <= administrator


def test_ensuring_roles_again_restores_them_and_changes_nothing_else() -> None:
    ensure_roles()
    editor = Group.objects.get(name="editor")
    before = set(editor.permissions.all())
    editor.permissions.clear()
    ensure_roles()
    assert set(editor.permissions.all()) == before
    assert Group.objects.count() == 3
