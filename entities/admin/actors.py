"""Pages of countries, people, organizations, offices and names; merging people and organizations."""

# ruff: noqa: ARG002 - Django hands its hooks more than each of them needs

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.arabic import fold
from entities import merging, names
from entities.admin.base import ReadOnlyInline, RecordedPage, TabularInline, act_of, actor_of
from entities.admin.display import country, day, link, ltr
from entities.admin.filters import MergedFilter, country_filter
from entities.admin.forms import AliasForm, AliasFormSet
from entities.models import Alias, Country, Mention, Office, Organization, Origin, Person, Tenure


class AliasInline(TabularInline):
    model = Alias
    form = AliasForm
    formset = AliasFormSet
    fields = ("text", "kind", "language", "weak")
    extra = 0


@admin.register(Alias)
class AliasPage(RecordedPage):
    form = AliasForm
    folded_search = True
    list_display = ("text", "entity", "kind", "language", "weak")
    list_filter = ("kind", "language", "weak")
    list_select_related = ("country", "person", "organization")
    search_fields = ("folded",)
    autocomplete_fields = ("country", "person", "organization")

    @admin.display(description=gettext_lazy("names"))
    def entity(self, alias: Alias) -> SafeString:
        return link(names.entity_of(alias))


class NamedPage(RecordedPage):
    """Pages of what has aliases: the names it is shown by become aliases as well."""

    folded_search = True
    inlines: ClassVar[Any] = (AliasInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        names.add_own_names(form.instance, act_of(request))


@admin.register(Country)
class CountryPage(NamedPage):
    list_display = ("coded", "name_ar", "name_en", "alpha3", "former")
    list_filter = ("former",)
    search_fields = ("aliases__folded", "=code", "=alpha3", "name_en")

    @admin.display(description=gettext_lazy("code"), ordering="code")
    def coded(self, row: Country) -> SafeString:
        return ltr(row.code)


class MergeablePage(NamedPage):
    """Pages of people and organizations. What was merged is shown, and changed no more."""

    search_fields = ("aliases__folded", "name_en", "=wikidata_id")
    autocomplete_fields = ("country",)
    readonly_fields = ("key", "origin", "merged_into")
    list_select_related = ("country", "merged_into")
    actions = ("merge_selected", "unmerge_selected")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.filter(merged_into__isnull=True)
        return super().get_search_results(request, queryset, search_term)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.merged_into_id)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.key = names.new_key(self.model, obj.name_ar or obj.name_en)
            obj.origin = Origin.PERSON
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("country"), ordering="country")
    def belongs_to(self, row: Any) -> SafeString | None:
        return country(row.country) if row.country else None

    @admin.action(description=gettext_lazy("Merge selected %(verbose_name_plural)s"), permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask into which of the rows the others go; merge them when that was answered."""
        rows = list(queryset.filter(merged_into__isnull=True).select_related("country").order_by("pk"))
        survivor = next((row for row in rows if str(row.pk) == request.POST.get("survivor")), None)
        if len(rows) < 2:
            self.message_user(request, _("Select two or more that are not merged yet."), messages.ERROR)
            return None
        if survivor is None:
            return self._ask_for_survivor(request, rows)
        with transaction.atomic():
            losers = [row for row in rows if row != survivor]
            for row in losers:
                merging.merge(row, survivor, actor_of(request))
        message = ngettext(
            "%(count)d was merged into %(name)s.", "%(count)d were merged into %(name)s.", len(losers)
        )
        self.message_user(request, message % {"count": len(losers), "name": survivor}, messages.SUCCESS)
        return None

    @admin.action(
        description=gettext_lazy("Undo the merge of selected %(verbose_name_plural)s"), permissions=["change"]
    )
    def unmerge_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset.filter(merged_into__isnull=False).order_by("-pk"):
            try:
                undone = merging.unmerge(row, actor_of(request))
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
                continue
            self.message_user(
                request, _("The merge of %(name)s is undone.") % {"name": row}, messages.SUCCESS
            )
            if undone.kept:
                kept = _("Changed since, and left as it is: %(rows)s") % {"rows": "، ".join(undone.kept)}
                self.message_user(request, kept, messages.WARNING)

    def _ask_for_survivor(self, request: HttpRequest, rows: Sequence[Any]) -> HttpResponse:
        kind = str(self.opts.model_name)
        mentions = dict(
            Mention.objects.filter(**{f"{kind}__in": rows}).values_list(kind).annotate(Count("pk")).order_by()
        )
        aliases = Alias.objects.filter(**{f"{kind}__in": rows})
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge"),
            "opts": self.opts,
            "checkbox": ACTION_CHECKBOX_NAME,
            "rows": [
                {
                    "row": row,
                    "aliases": [alias.text for alias in aliases if getattr(alias, f"{kind}_id") == row.pk],
                    "mentions": mentions.get(row.pk, 0),
                }
                for row in rows
            ],
        }
        return TemplateResponse(request, "admin/merge.html", context)


class TenureInline(ReadOnlyInline):
    """The offices that a person held; they are changed on their own pages."""

    model = Tenure
    fields = ("held", "start", "end", "review_status")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenure]:
        return super().get_queryset(request).select_related("office__country", "office__organization")

    @admin.display(description=gettext_lazy("office"))
    def held(self, tenure: Tenure) -> SafeString:
        return link(tenure, tenure.office)

    @admin.display(description=gettext_lazy("start"))
    def start(self, tenure: Tenure) -> SafeString:
        return day(tenure.start)

    @admin.display(description=gettext_lazy("end"))
    def end(self, tenure: Tenure) -> SafeString:
        return day(tenure.end)


@admin.register(Person)
class PersonPage(MergeablePage):
    inlines = (AliasInline, TenureInline)
    list_display = ("name_ar", "name_en", "belongs_to", "needs_review", "origin", "merged_into")
    list_filter = (MergedFilter, "needs_review", "origin", country_filter("country"))
    fields = ("name_ar", "name_en", "country", "wikidata_id", "needs_review", *MergeablePage.readonly_fields)


@admin.register(Organization)
class OrganizationPage(MergeablePage):
    list_display = ("name_ar", "name_en", "kind", "belongs_to", "needs_review", "origin", "merged_into")
    list_filter = (MergedFilter, "kind", "needs_review", "origin", country_filter("country"))
    fields = (
        "name_ar",
        "name_en",
        "kind",
        "country",
        "wikidata_id",
        "needs_review",
        *MergeablePage.readonly_fields,
    )


@admin.register(Office)
class OfficePage(RecordedPage):
    list_display = ("title_ar", "title_en", "role", "country", "organization", "host")
    list_filter = ("role", country_filter("country", "host"))
    search_fields = ("title_ar", "title_en", "role")
    autocomplete_fields = ("country", "organization", "host")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Office]:
        return super().get_queryset(request).select_related("country", "organization", "host")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Offices are few: their titles, with those of the body, are folded and searched here."""
        words = fold(search_term).split()
        if not words:
            return queryset, False
        found = [
            office.pk
            for office in queryset
            if all(word in fold(f"{office.title_en} {office.role} {office}") for word in words)
        ]
        return queryset.filter(pk__in=found), False
