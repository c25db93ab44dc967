"""How many queries each list takes: the same for one row as for many, and written down here."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.models import Change
from tests.factories import (
    make_article,
    make_country,
    make_event,
    make_evidence,
    make_mention,
    make_organization,
    make_person,
    make_quotation,
    make_relation,
    make_run,
    make_source,
    make_tenure,
    make_user,
)

CHANGES = 4 if connection.vendor == "postgresql" else 3
"""How far the log is complete, and the page."""

BUDGET = {
    "articles/": 8,
    "articles/?country=SY&country=KR&q=سوريا": 11,  # one that the codes exist, one each how rare they are
    "articles/?country=SY": 9,
    "articles/?event__kind=visit&event__country=RU&event__date=2025": 9,
    "articles/?expand=source,countries,people": 14,
    "sources/": 2,
    "countries/": 3,
    "people/": 4,
    "organizations/": 3,
    "offices/": 2,
    "tenures/": 5,
    "tenures/?as_of=2025-04-10&certainty=possible": 5,
    "relations/": 5,
    "relations/?country=KR&country=SY&as_of=2025-04-10": 6,
    "relations/?expand=countries,evidence.article": 14,
    "events/": 6,
    "events/?country=RU&host=KP": 10,  # two for each country: that it exists, and in how many events
    "quotations/": 5,
    "mentions/": 3,
    "import-runs/": 3,
    "import-runs/?omit=rejections": 2,
    "countries/SY/relations/": 6,
    "countries/SY/timeline/": 13,
    "countries/SY/timeline/?count=true": 17,
    "relations/matrix/?as_of=2025-04-10": 2,
    "graph/?as_of=2025-04-10": 2,
    "graph/?of=meetings": 3,
    "graph/?of=mentions": 4,
    "graph/?of=mentions&around=SY": 4,
    "graph/?of=mentions&nodes=people": 3,
    "stats/": 1,
    "stats/?of=events&group=country": 2,
    "stats/?of=relations&group=country": 3,
    "stats/?of=articles&group=country": 3,
    "stats/?of=articles&group=source": 2,
    "changes/": CHANGES,
    "changes/?since=0": CHANGES,
}


def store_one_of_each() -> None:
    person, organization, source = make_person(aliases=("الوزير",)), make_organization(), make_source()
    article = make_article(source=source, countries=("SY", "KR"), keywords=("سوريا",), links=("خبر",))
    make_mention(article, country="SY")
    make_mention(article, 5, 9, person=person)
    make_mention(article, 10, 14, status="ambiguous").candidates.create(country=make_country("KR"))
    relation = make_relation()
    relation.conflicts_with.add(make_relation(status="none", start=""))
    make_evidence(article, relation=relation, rule="another")
    make_event(
        participants=({"role": "actor", "person": person, "country": "RU"}, {"role": "host", "country": "KP"})
    )
    make_event("meeting", participants=({"role": "participant", "organization": organization},))
    make_tenure(person, start="2025-01-01")
    make_quotation(article, speaker=person, speaker_organization=organization)
    Change.objects.create(batch=uuid4(), action="create", cause="person", object_type="event", object_id="1")
    make_run(articles_read=1, rejected=1).rejections.create(path="a", reason="empty")


@pytest.mark.django_db
@pytest.mark.parametrize("address", BUDGET)
def test_queries_do_not_grow_with_rows(api, address):
    api.force_authenticate(make_user(is_staff=True))
    counts = []
    for copies in (1, 7):
        for _ in range(copies):
            store_one_of_each()
        with CaptureQueriesContext(connection) as queries:
            response = api.get(f"/api/v1/{address}")
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts == [BUDGET[address]] * 2
