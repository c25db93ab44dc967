"""Forms: dates as EDTF, names, and assertions entered or corrected by hand."""

from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import lazy
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.arabic import fold
from articles.dates import DateRange
from articles.models import Source, SourceAlias
from entities import names, review
from entities.assigning import Values, assign
from entities.models import Alias, DiplomaticRelation, Event, EventParticipant, Evidence, Quotation, Tenure

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    ModelForm, InlineFormSet = forms.ModelForm, forms.BaseInlineFormSet


label = lazy(capfirst, str)
"""The label of a declared field, as Django makes those of models' columns."""


class DateRangeField(forms.CharField):
    """A date known to the day, month or year, written in EDTF; digits may be Arabic."""

    widget = forms.TextInput(attrs={"dir": "ltr", "size": 24, "placeholder": "2025-04-10"})

    def __init__(self, **options: Any) -> None:
        examples = '<span dir="ltr">2025, 2025-04, 2025-04-10, [2025-04-01..2025-04-10]</span>'
        help_text = format_lazy("{} {}", gettext_lazy("A year, month or day, or between two days:"), examples)
        super().__init__(required=False, help_text=help_text, **options)

    def prepare_value(self, value: Any) -> Any:
        return value.edtf if isinstance(value, DateRange) else value

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        try:
            return DateRange.from_edtf(fold(written)) if written else None
        except ValueError:
            message = _("“%(value)s” is not a date: write 2025, 2025-04 or 2025-04-10.")
            raise ValidationError(message % {"value": written}) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Show the error beside the fields that it names, where the form has them."""
    named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error}
    for name, errors in named.items():
        form.add_error(name if name in form.fields else None, errors)


class AliasForm(ModelForm):
    """A name; ``owner`` is whose it is where the page is the owner's."""

    class Meta:
        model = Alias
        fields = ("country", "person", "organization", "text", "kind", "language", "weak")

    def __init__(self, *args: Any, owner: names.Entity | None = None, **options: Any) -> None:
        self.owner = owner
        super().__init__(*args, **options)

    def clean(self) -> Values | None:
        values = super().clean() or self.cleaned_data
        alias = copy(self.instance)
        for name in ("country", "person", "organization"):
            given = values.get(name)
            setattr(alias, name, self.owner if self.owner and name == self.owner._meta.model_name else given)
        alias.text = values.get("text", "")
        if self.errors:
            return values
        try:
            names.prepare(alias)
        except ValidationError as error:
            add_errors(self, error)
            return values
        entity = names.entity_of(alias)
        if entity.pk and entity.aliases.filter(folded=alias.folded).exclude(pk=alias.pk).exists():
            self.add_error("text", _("This name is there already."))
        return values | {"text": alias.text}

    def save(self, commit: bool = True) -> Any:
        names.prepare(self.instance)
        return super().save(commit)


class AliasFormSet(InlineFormSet):
    """The names of one entity: each once, by its folded form."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"owner": self.instance}

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            text = getattr(form, "cleaned_data", {}).get("text", "")
            folded = fold(text)
            if folded and not form.cleaned_data.get("DELETE"):
                if folded in seen:
                    form.add_error("text", _("This name is there already."))
                seen.add(folded)


class SourceForm(ModelForm):
    """A source; its key comes from its name, once."""

    class Meta:
        model = Source
        fields = ("name_ar", "name_en")

    def save(self, commit: bool = True) -> Any:
        if not self.instance.key:
            self.instance.key = names.new_key(Source, self.instance.name)
        return super().save(commit)


class SourceAliasForm(ModelForm):
    """A name of a source; no other source has it."""

    class Meta:
        model = SourceAlias
        fields = ("source", "text")

    def clean_text(self) -> str:
        alias = names.prepare_source_alias(SourceAlias(text=self.cleaned_data["text"]))
        if SourceAlias.objects.filter(folded=alias.folded).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("A source has this name already."))
        return alias.text

    def save(self, commit: bool = True) -> Any:
        names.prepare_source_alias(self.instance)
        return super().save(commit)


class AssertionForm(ModelForm):
    """An assertion's values; they are checked, and later stored, by ``entities.review``."""

    field_order: tuple[str, ...]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field, DateRangeField):
                self.initial.setdefault(name, getattr(self.instance, name))

    def clean(self) -> Values | None:
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        row = copy(self.instance)
        try:
            assign(row, self.reading(values))
        except ValidationError as error:
            add_errors(self, error)
            return values
        return {name: getattr(row, name, value) for name, value in values.items()}

    def reading(self, values: Values) -> Values:
        """Return what ``review`` is given for the form's values."""
        return values


class RelationForm(AssertionForm):
    start = DateRangeField(label=label(gettext_lazy("start")))
    end = DateRangeField(label=label(gettext_lazy("end")))
    field_order = ("country_a", "country_b", "kind", "status", "start", "end", "initiator")

    class Meta:
        model = DiplomaticRelation
        fields = ("country_a", "country_b", "kind", "status", "initiator")


class EventForm(AssertionForm):
    date = DateRangeField(label=label(gettext_lazy("date")))
    field_order = ("kind", "modality", "date", "date_basis", "place_text", "place_country")

    class Meta:
        model = Event
        fields = ("kind", "modality", "date_basis", "place_text", "place_country")


class TenureForm(AssertionForm):
    start = DateRangeField(label=label(gettext_lazy("start")))
    end = DateRangeField(label=label(gettext_lazy("end")))
    field_order = ("person", "office", "start", "end")

    class Meta:
        model = Tenure
        fields = ("person", "office")


class QuotationForm(AssertionForm):
    """A quotation; its words are looked up in the article, so that nobody counts characters."""

    words = forms.CharField(
        label=label(gettext_lazy("words as they stand in the article")),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    field_order = (
        "article",
        "words",
        "mode",
        "speaker_text",
        "speaker",
        "speaker_country",
        "speaker_organization",
    )

    class Meta:
        model = Quotation
        fields = ("article", "mode", "speaker_text", "speaker", "speaker_country", "speaker_organization")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("words", self.instance.text)

    def reading(self, values: Values) -> Values:
        values = dict(values)
        words = values.pop("words")
        if "words" in self.changed_data or "article" in self.changed_data:
            span = review.find_sentence(values["article"], words)
            values |= {"start": span.start, "end": span.end}
        return values


class ParticipantForm(ModelForm):
    class Meta:
        model = EventParticipant
        fields = ("role", "country", "person", "organization")

    def clean(self) -> Values | None:
        values = super().clean() or self.cleaned_data
        if not any(values.get(name) for name in ("country", "person", "organization")):
            self.add_error("country", _("A participant is a person, a country or an organization."))
        return values


class SentenceForm(ModelForm):
    """A sentence of an article as evidence, looked up in its text."""

    sentence = forms.CharField(
        label=label(gettext_lazy("sentence as it stands in the article")),
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60, "dir": "auto"}),
    )
    span: review.EvidenceSpan

    class Meta:
        model = Evidence
        fields = ("article", "supports")

    def clean(self) -> Values | None:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.span = review.find_sentence(values["article"], values["sentence"], values["supports"])
            except ValidationError as error:
                self.add_error("sentence", error)
        return values
