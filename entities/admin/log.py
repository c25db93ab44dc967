"""Pages of the log of changes."""

# ruff: noqa: ARG002 - Django hands its hooks more than each of them needs

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entities.admin.base import ReadOnlyPage
from entities.models import Change

MODELS = {
    str(model._meta.model_name): model
    for label in ("articles", "entities")
    for model in apps.get_app_config(label).get_models(include_auto_created=False)
}


class ObjectTypeFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind of object")
    parameter_name = "object_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, capfirst(str(model._meta.verbose_name_plural))) for name, model in MODELS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(object_type=self.value()) if self.value() else queryset


@admin.register(Change)
class ChangePage(ReadOnlyPage):
    list_display = ("at", "actor", "action", "cause", "changed_object", "columns")
    list_filter = ("action", "cause", ObjectTypeFilter)
    list_select_related = ("actor",)
    search_fields = ("=object_id", "=batch")
    fields = ("at", "actor", "action", "cause", "changed_object", "whole_batch", "difference")

    @admin.display(description=gettext_lazy("object"), ordering="object_id")
    def changed_object(self, change: Change) -> SafeString:
        model = MODELS.get(change.object_type)
        if model is None:
            return format_html("{} {}", change.object_type, change.object_id)
        address = reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=(change.object_id,)
        )
        return format_html('<a href="{}">{} {}</a>', address, model._meta.verbose_name, change.object_id)

    @admin.display(description=gettext_lazy("batch"))
    def whole_batch(self, change: Change) -> SafeString:
        address = reverse("admin:entities_change_changelist") + f"?batch__exact={change.batch}"
        return format_html('<a href="{}" dir="ltr">{}</a>', address, change.batch)

    @admin.display(description=gettext_lazy("columns"))
    def columns(self, change: Change) -> SafeString:
        return format_html(
            '<span dir="ltr">{}</span>', ", ".join(_differing(change)) if change.before else ""
        )

    @admin.display(description=gettext_lazy("before and after"))
    def difference(self, change: Change) -> SafeString:
        before, after = change.before or {}, change.after or {}
        rows = (
            (column, _shown(before.get(column)), _shown(after.get(column))) for column in _differing(change)
        )
        body = format_html_join(
            "", '<tr><th dir="ltr">{}</th><td dir="auto">{}</td><td dir="auto">{}</td></tr>', rows
        )
        head = format_html("<tr><th></th><th>{}</th><th>{}</th></tr>", _("before"), _("after"))
        return format_html("<table><thead>{}</thead><tbody>{}</tbody></table>", head, body)


def _differing(change: Change) -> list[str]:
    before, after = change.before or {}, change.after or {}
    return [column for column in {**before, **after} if before.get(column) != after.get(column)]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
