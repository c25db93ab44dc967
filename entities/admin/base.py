"""What the pages of the admin share: who may do what, search in folded names, and the log of changes."""

# ruff: noqa: ARG002 - Django hands its hooks more than each of them needs

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles.arabic import fold
from entities.changes import Act, Entry, created, deleted, record, snapshot, updated
from entities.models import Change

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline


def actor_of(request: HttpRequest) -> AbstractBaseUser:
    assert isinstance(request.user, AbstractBaseUser)  # the admin lets no one else in
    return request.user


def act_of(request: HttpRequest) -> Act:
    """Return the one act that all changes of a request belong to."""
    act: Act | None = getattr(request, "act", None)
    if act is None:
        act = Act(Change.Cause.PERSON, actor_of(request))
        setattr(request, "act", act)  # noqa: B010 - HttpRequest has no such attribute to a type checker
    return act


class Page(ModelAdmin):
    """A model's pages. ``folded_search`` says that ``search_fields`` hold folded text."""

    folded_search = False
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        term = fold(search_term) if self.folded_search else search_term
        return super().get_search_results(request, queryset, term)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of an object is its part of the log of changes."""
        kind = self.opts.model_name
        return HttpResponseRedirect(
            reverse("admin:entities_change_changelist") + f"?object_type={kind}&object_id__exact={object_id}"
        )


class ReadOnlyPage(Page):
    """Pages of rows that are not entered by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(TabularInline):
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordedPage(Page):
    """Pages whose every save is written to the log, rows edited inline and deleted with it included."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self.logged(self.model._default_manager.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        action = Change.Action.UPDATE if change else Change.Action.CREATE
        record(act_of(request), [Entry(action, obj, before, self.logged(obj))])

    def logged(self, row: Any) -> dict[str, Any]:
        """Return what the log keeps of the row."""
        return snapshot(row)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        before = {
            row.pk: snapshot(row)
            for row in formset.model._default_manager.filter(pk__in=[row.pk for row in rows if row.pk])
        }
        entries = _deletions(formset.deleted_objects)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            row.save()
            entries.append(updated(row, before[row.pk]) if row.pk in before else created(row))
        record(act_of(request), entries)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        record(act_of(request), _deletions([obj]))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        record(act_of(request), _deletions(queryset))
        super().delete_queryset(request, queryset)


def _deletions(rows: Iterable[models.Model]) -> list[Entry]:
    """Return what to log when the rows are deleted: they, and what goes with them."""
    rows = list(rows)
    if not rows:
        return []
    collector = Collector(using=rows[0]._state.db or "default")
    collector.collect(rows)
    collected = chain(*collector.data.values(), *collector.fast_deletes)
    return [deleted(row) for row in collected]
