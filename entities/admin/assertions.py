"""Pages of assertions: what was read, the sentences that say so, and what people decide."""

# ruff: noqa: ARG002 - Django hands its hooks more than each of them needs

from collections.abc import Callable
from itertools import chain
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entities import review
from entities.admin.base import Page, ReadOnlyInline, ReadOnlyPage, TabularInline, actor_of
from entities.admin.display import country, day, in_context, lines, link, ltr, name_of
from entities.admin.filters import MergedFilter, country_filter, source_filter
from entities.admin.forms import (
    EventForm,
    ParticipantForm,
    QuotationForm,
    RelationForm,
    SentenceForm,
    TenureForm,
)
from entities.admin.texts import LARGE
from entities.models import (
    Assertion,
    DiplomaticRelation,
    Event,
    EventParticipant,
    Evidence,
    Quotation,
    Tenure,
)
from entities.review import EVIDENCE_COLUMNS, PARTICIPANT_COLUMNS

SENTENCE_LENGTH = 110
"""Characters of a sentence in a list."""

DECISIONS: dict[str, Callable[[Assertion, Any], None]] = {
    "accept": review.accept,
    "reject": review.reject,
    "reopen": review.reopen,
}


class EvidenceInline(ReadOnlyInline):
    """The sentences, each within its article."""

    model = Evidence
    fields = ("sentence", "article_link", "supports", "rule", "version", "confidence")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).select_related("article__source").defer("article__search_text")

    @admin.display(description=gettext_lazy("sentence"))
    def sentence(self, evidence: Evidence) -> SafeString:
        return in_context(evidence.article.text, evidence.start, evidence.end)

    @admin.display(description=gettext_lazy("article"))
    def article_link(self, evidence: Evidence) -> SafeString:
        article = evidence.article
        source = name_of(article.source) if article.source else "-"
        return format_html("{}<br>{} · {}", link(article), source, day(article.published))


class SentenceInline(TabularInline):
    """Further sentences as evidence."""

    model = Evidence
    form = SentenceForm
    fields = ("article", "sentence", "supports")
    autocomplete_fields = ("article",)
    verbose_name = gettext_lazy("piece of evidence")
    verbose_name_plural = gettext_lazy("further evidence")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).none()


class AssertionPage(Page):
    """Lists to decide from, and pages whose every save goes through ``entities.review``."""

    folded_search = True
    date_hierarchy = "sort_day"
    change_form_template = "admin/assertion.html"
    actions = ("accept_selected", "reject_selected", "reopen_selected")
    inlines: ClassVar[Any] = (EvidenceInline, SentenceInline)
    form: Any
    decision = (
        ("review_status", "reviewed_by", "reviewed_at"),
        ("origin", "confidence", "corrected"),
        ("conflicts", "merged_into"),
    )
    derived: tuple[str, ...] = ("sort_day",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        evidence = Evidence.objects.filter(**{EVIDENCE_COLUMNS[self.model]: OuterRef("pk")}).order_by("pk")
        quote = evidence.values(
            quote=Substr("article__text", F("start") + 1, F("end") - F("start")),
        )
        rows: QuerySet[Any] = super().get_queryset(request).annotate(quote=Subquery(quote[:1]))
        return rows

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        values = (None, {"fields": self.form.field_order})
        decided = (_("What was decided"), {"fields": (*self.decision, self.derived)})
        return (values, decided) if obj else (values,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*chain(*self.decision), *self.derived)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.merged_into_id)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: what is wrong is rejected, so that reading it again does not bring it back."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: values, participants and evidence are stored together, in ``save_related``."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        spans: list[review.EvidenceSpan] = []
        participants: list[dict[str, Any]] | None = None
        for formset in formsets:
            formset.save(commit=False)  # tells the admin's own messages what is new
            kept = [row for row in formset.forms if row.has_changed() and row not in formset.deleted_forms]
            if formset.model is Evidence:
                spans += [row.span for row in kept if isinstance(row, SentenceForm)]
            elif formset.model is EventParticipant and (formset.has_changed() or not change):
                participants = [
                    {column: row.cleaned_data[column] for column in PARTICIPANT_COLUMNS}
                    for row in formset.forms
                    if row.cleaned_data.get("role") and row not in formset.deleted_forms
                ]
        values, actor = form.reading(form.cleaned_data), actor_of(request)
        if not change:
            form.instance.pk = review.create(self.model, values, actor, spans, participants or ()).pk
            return
        if participants is not None:
            values = values | {"participants": participants}
        if form.has_changed() or participants is not None:
            review.correct(form.instance, values, actor)
        if spans:
            review.add_evidence(form.instance, spans, actor)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        decide = DECISIONS.get(request.POST.get("_decide", ""))
        if decide is None:
            return super().response_change(request, obj)
        decide(obj, actor_of(request))
        self.message_user(request, f"{obj}: {obj.get_review_status_display()}", messages.SUCCESS)
        return HttpResponseRedirect(request.get_full_path())

    @admin.action(description=gettext_lazy("Accept selected %(verbose_name_plural)s"), permissions=["change"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(
            request, queryset, review.accept_all, _("%(changed)d accepted, %(same)d left as they were.")
        )

    @admin.action(description=gettext_lazy("Reject selected %(verbose_name_plural)s"), permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(
            request, queryset, review.reject_all, _("%(changed)d rejected, %(same)d left as they were.")
        )

    @admin.action(description=gettext_lazy("Reopen selected %(verbose_name_plural)s"), permissions=["change"])
    def reopen_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(
            request, queryset, review.reopen_all, _("%(changed)d reopened, %(same)d left as they were.")
        )

    def _decide(
        self, request: HttpRequest, queryset: QuerySet[Any], decide: Callable[..., int], message: str
    ) -> None:
        selected = queryset.count()
        changed = decide(queryset, actor_of(request))
        counts = {"changed": changed, "same": selected - changed}
        self.message_user(request, message % counts, messages.SUCCESS if changed else messages.WARNING)

    @admin.display(description=gettext_lazy("evidence"))
    def sentence(self, row: Any) -> SafeString:
        return format_html('<div dir="auto">{}</div>', Truncator(row.quote or "").chars(SENTENCE_LENGTH))

    @admin.display(description=gettext_lazy("start"), ordering="start_earliest")
    def start(self, row: Any) -> SafeString:
        return day(row.start)

    @admin.display(description=gettext_lazy("end"), ordering="end_earliest")
    def end(self, row: Any) -> SafeString:
        return day(row.end)

    @admin.display(description=gettext_lazy("conflicts with"))
    def conflicts(self, row: Any) -> SafeString | str:
        return lines(link(other) for other in row.conflicts_with.all()) or "-"


@admin.register(DiplomaticRelation)
class RelationPage(AssertionPage):
    form = RelationForm
    list_display = ("pair", "kind", "status", "start", "end", "sentence", "review_status", "confidence")
    list_filter = (
        "review_status",
        "kind",
        "status",
        country_filter("country_a", "country_b"),
        source_filter("evidence__article__source"),
        "origin",
        "corrected",
        MergedFilter,
    )
    list_select_related = ("country_a", "country_b")
    search_fields = (
        "country_a__aliases__folded",
        "country_b__aliases__folded",
        "=country_a__code",
        "=country_b__code",
    )
    autocomplete_fields = ("country_a", "country_b", "initiator")
    derived = ("in_force_until", "attested_from", "attested_until")

    @admin.display(description=gettext_lazy("countries"), ordering="country_a")
    def pair(self, relation: DiplomaticRelation) -> SafeString:
        return format_html("{} – {}", country(relation.country_a), country(relation.country_b))


class ParticipantInline(TabularInline):
    model = EventParticipant
    form = ParticipantForm
    autocomplete_fields = ("country", "person", "organization")
    extra = 0


@admin.register(Event)
class EventPage(AssertionPage):
    form = EventForm
    list_display = ("kind", "modality", "date", "who", "place", "sentence", "review_status", "confidence")
    list_filter = (
        "review_status",
        "kind",
        "modality",
        country_filter("participants__country"),
        source_filter("evidence__article__source"),
        "date_basis",
        "origin",
        "corrected",
        MergedFilter,
    )
    search_fields = (
        "participants__person__aliases__folded",
        "participants__country__aliases__folded",
        "participants__organization__aliases__folded",
    )
    autocomplete_fields = ("place_country",)
    inlines = (ParticipantInline, *AssertionPage.inlines)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        participants = (f"participants__{column}" for column in ("country", "person", "organization"))
        return super().get_queryset(request).select_related("place_country").prefetch_related(*participants)

    @admin.display(description=gettext_lazy("date"), ordering="date_earliest")
    def date(self, event: Event) -> SafeString:
        return day(event.date)

    @admin.display(description=gettext_lazy("participants"))
    def who(self, event: Event) -> SafeString:
        return lines(
            format_html(
                "{}: {}",
                participant.get_role_display(),
                " · ".join(
                    name_of(entity)
                    for entity in (participant.person, participant.organization, participant.country)
                    if entity
                ),
            )
            for participant in event.participants.all()
        )

    @admin.display(description=gettext_lazy("place"))
    def place(self, event: Event) -> str:
        return event.place_text or (name_of(event.place_country) if event.place_country else "")


@admin.register(Tenure)
class TenurePage(AssertionPage):
    form = TenureForm
    list_display = ("person", "office", "start", "end", "sentence", "review_status", "confidence")
    list_filter = (
        "review_status",
        country_filter("office__country"),
        source_filter("evidence__article__source"),
        "origin",
        "corrected",
        MergedFilter,
    )
    list_select_related = ("person", "office__country", "office__organization")
    search_fields = (
        "person__aliases__folded",
        "office__country__aliases__folded",
        "office__organization__aliases__folded",
    )
    autocomplete_fields = ("person", "office")
    derived = ("attested_from", "attested_until")


@admin.register(Quotation)
class QuotationPage(AssertionPage):
    form = QuotationForm
    list_display = ("who", "shown_words", "mode", "day", "shown_article", "review_status", "confidence")
    list_filter = (
        "review_status",
        "mode",
        country_filter("speaker_country"),
        source_filter("article__source"),
        "origin",
        "corrected",
        MergedFilter,
    )
    search_fields = ("search_text", "speaker__aliases__folded", "speaker_organization__aliases__folded")
    autocomplete_fields = ("article", "speaker", "speaker_country", "speaker_organization")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quotation]:
        quotations = super().get_queryset(request).select_related("article", "speaker")
        return quotations.defer(*(f"article__{column}" for column in LARGE))

    @admin.display(description=gettext_lazy("speaker"))
    def who(self, quotation: Quotation) -> str:
        return name_of(quotation.speaker) if quotation.speaker else quotation.speaker_text

    @admin.display(description=gettext_lazy("words"))
    def shown_words(self, quotation: Quotation) -> SafeString:
        return format_html('<div dir="auto">{}</div>', Truncator(quotation.text).chars(SENTENCE_LENGTH))

    @admin.display(description=gettext_lazy("words as they stand in the article"))
    def words(self, quotation: Quotation) -> SafeString:
        return in_context(quotation.article.text, quotation.start, quotation.end)

    @admin.display(description=gettext_lazy("day"), ordering="sort_day")
    def day(self, quotation: Quotation) -> SafeString:
        return ltr(quotation.sort_day)

    @admin.display(description=gettext_lazy("article"))
    def shown_article(self, quotation: Quotation) -> SafeString:
        return link(quotation.article)


@admin.register(Evidence)
class EvidencePage(ReadOnlyPage):
    list_display = ("quote", "assertion", "supports", "extractor", "rule", "version", "confidence")
    list_filter = ("extractor", "rule", "supports")
    search_fields = ("article__search_text",)
    folded_search = True
    fields = ("sentence", "assertion", "article", "supports", "extractor", "rule", "version", "confidence")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        evidence = (
            super()
            .get_queryset(request)
            .select_related(
                "article",
                "relation",
                "event",
                "tenure__person",
                "tenure__office__country",
                "tenure__office__organization",
                "quotation",
            )
        )
        return evidence.defer("article__search_text", "article__sections")

    @admin.display(description=gettext_lazy("sentence"))
    def quote(self, evidence: Evidence) -> SafeString:
        return format_html('<div dir="auto">{}</div>', Truncator(evidence.quote).chars(SENTENCE_LENGTH))

    @admin.display(description=gettext_lazy("sentence"))
    def sentence(self, evidence: Evidence) -> SafeString:
        return in_context(evidence.article.text, evidence.start, evidence.end)

    @admin.display(description=gettext_lazy("assertion"))
    def assertion(self, evidence: Evidence) -> SafeString:
        row = evidence.relation or evidence.event or evidence.tenure or evidence.quotation
        assert row is not None  # evidence_of_one_assertion
        return format_html("{}: {}", row._meta.verbose_name, link(row))


@admin.register(EventParticipant)
class EventParticipantPage(ReadOnlyPage):
    folded_search = True
    list_display = ("event", "role", "person", "organization", "country")
    list_filter = ("role", country_filter("country"))
    list_select_related = ("event", "person", "organization", "country")
    search_fields = ("person__aliases__folded", "country__aliases__folded", "organization__aliases__folded")
