"""How many texts support an assertion: what repeats another text does not count again."""

import pytest

from entities.models import Event
from entities.models.evidence import supporting_texts
from tests.factories import make_article, make_event, make_evidence

pytestmark = pytest.mark.django_db


def test_near_duplicates_support_once() -> None:
    first, other = make_article(), make_article()
    copies = [make_article(duplicate_of=first) for _ in range(2)]
    stray = make_article(duplicate_of=make_article())
    counts = []
    for articles in ([], [first], [first, *copies], copies, [first, *copies, other, stray]):
        event = make_event()
        event.evidence.all().delete()
        for article in articles:
            make_evidence(article, event=event)
        counts.append(Event.objects.annotate(texts=supporting_texts(Event, "event")).get(pk=event.pk).texts)
    assert counts == [0, 1, 1, 1, 3]


def test_what_contradicts_does_not_support() -> None:
    event = make_event()
    event.evidence.update(supports=False)
    assert Event.objects.annotate(texts=supporting_texts(Event, "event")).get().texts == 0


def test_reports_that_repeat_another_support_it() -> None:
    event = make_event()
    article = event.evidence.get().article
    barer, same = make_event(repeats=event), make_event(repeats=event)
    same.evidence.update(article=make_article(duplicate_of=article))
    counts = dict(Event.objects.annotate(texts=supporting_texts(Event, "event")).values_list("pk", "texts"))
    assert counts == {event.pk: 2, barer.pk: 1, same.pk: 1}
