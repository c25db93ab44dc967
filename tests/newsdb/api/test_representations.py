"""What each collection shows of its objects: the contract's fields, exactly."""

import pytest

from tests.factories import (
    TEXT,
    WORDS,
    make_article,
    make_event,
    make_mention,
    make_office,
    make_organization,
    make_person,
    make_quotation,
    make_relation,
    make_run,
    make_source,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

EVIDENCE = {
    "article",
    "start",
    "end",
    "quote",
    "source",
    "published",
    "extractor",
    "version",
    "rule",
    "confidence",
    "supports",
    "duplicate_of",
}


def test_article(get):
    text = f"{TEXT}\nسانا: خبر عاجل"
    span = (text.index("سانا"), len(text))
    article = make_article(
        text,
        source=make_source("سانا"),
        countries=("SY", "KR"),
        keywords=("سوريا", "سيول"),
        links=("اقرأ هذا",),
        posts=(span,),
    )
    person = make_person("بوتين")
    for start in (0, 5):
        make_mention(article, start, start + 4, person=person)

    shown = get(f"articles/{article.pk}/")

    assert shown == {
        "id": article.pk,
        "title": "سيول ودمشق تقيمان علاقات",
        "body": TEXT.partition("\n")[2] + "\n",
        "text": text,
        "sections": article.sections,
        "language": "ar",
        "source": {"id": article.source_id, "name_ar": "سانا", "name_en": ""},
        "published": "2025-04-10",
        "published_basis": "stated",
        "canonical_url": "",
        "document": article.document_id,
        "position": 1,
        "keywords": ["سوريا", "سيول"],
        "countries": ["KR", "SY"],
        "people": [{"id": person.pk, "name_ar": "بوتين", "name_en": ""}],
        "links": [{"title": "اقرأ هذا", "url": ""}],
        "posts": [
            {
                "author": "سانا",
                "handle": "@SanaAjel",
                "published": "",
                "text": "سانا: خبر عاجل",
                "start": span[0],
                "end": span[1],
            }
        ],
        "duplicate_of": None,
        "supersedes": None,
    }
    in_list = get("articles/")["results"][0]
    assert shown.keys() - in_list.keys() == {"text", "sections"}
    assert get("articles/?fields=id,text")["results"] == [{"id": article.pk, "text": text}]


def test_unknown_dates_are_empty(get):
    article = make_article(published="")
    assert get(f"articles/{article.pk}/")["published"] == ""


def test_relation(get):
    relation = make_relation(("SY", "KR"), start="1966", initiator_id="KR")
    other = make_relation(("SY", "KR"), status="none", start="")
    hidden = make_relation(("SY", "KR"), status="severed", review_status="rejected")
    relation.conflicts_with.add(other, hidden)
    evidence = relation.evidence.get()

    assert get(f"relations/{relation.pk}/") == {
        "id": relation.pk,
        "countries": ["KR", "SY"],
        "kind": "diplomatic_relations",
        "status": "established",
        "initiator": "KR",
        "start": "1966",
        "end": "",
        "in_force_until": None,
        "repeats": None,
        "review_status": "pending",
        "confidence": 0.9,
        "conflicts_with": [other.pk],
        "supporting_texts": 1,
        "evidence": [
            {
                "article": evidence.article_id,
                "start": evidence.start,
                "end": evidence.end,
                "quote": evidence.quote,
                "source": None,
                "published": "2025-04-10",
                "extractor": "relations",
                "version": "1",
                "rule": "establish",
                "confidence": 0.9,
                "supports": True,
                "duplicate_of": None,
            }
        ],
    }
    assert evidence.quote == "أقامت كوريا الجنوبية وسوريا علاقات دبلوماسية."


def test_quotes_are_cut_by_code_points(get):
    """A letter outside the basic plane is one code point and two UTF-16 units; a mark is a code point."""
    text = "𐤀 العُنوان\nقال: نعم."
    relation = make_relation(evidence=False)
    start = text.index("قال")
    relation.evidence.create(
        article=make_article(text),
        start=start,
        end=len(text),
        extractor="x",
        version="1",
        rule="r",
        confidence=1,
    )
    assert get(f"relations/{relation.pk}/")["evidence"][0]["quote"] == "قال: نعم."


def test_event(get):
    person = make_person("بوتين")
    event = make_event(
        "visit",
        "2024-06",
        participants=(
            {"role": "actor", "country": "RU", "person": person},
            {"role": "host", "country": "KP"},
        ),
        modality="planned",
        place_text="بيونغ يانغ",
        place_country_id="KP",
    )
    shown = get(f"events/{event.pk}/")
    evidence = shown.pop("evidence")
    assert evidence[0].keys() == EVIDENCE
    assert shown == {
        "id": event.pk,
        "kind": "visit",
        "modality": "planned",
        "date": "2024-06",
        "date_basis": "stated",
        "place": {"text": "بيونغ يانغ", "country": "KP"},
        "participants": [
            {
                "role": "actor",
                "country": "RU",
                "person": {"id": person.pk, "name_ar": "بوتين", "name_en": ""},
                "organization": None,
            },
            {"role": "host", "country": "KP", "person": None, "organization": None},
        ],
        "plover": "CONSULT",
        "cameo": "042",
        "repeats": None,
        "review_status": "pending",
        "confidence": 0.9,
        "conflicts_with": [],
        "supporting_texts": 1,
    }


def test_tenure_and_the_person_who_holds_it(get):
    person, office = make_person("الشيباني", aliases=("أسعد الشيباني",), country="SY"), make_office()
    tenure = make_tenure(person, office, "2025-03-29", attested_from="2025-04-10")
    make_tenure(person, make_office("president"), review_status="rejected")
    brief = {
        "id": office.pk,
        "name_ar": "وزير الخارجية",
        "name_en": "Foreign minister",
        "title_ar": "وزير الخارجية",
        "title_en": "Foreign minister",
        "role": "foreign_minister",
        "country": "SY",
    }
    shown = get(f"tenures/{tenure.pk}/")
    assert shown["person"] == {"id": person.pk, "name_ar": "الشيباني", "name_en": ""}
    assert shown["office"] == brief
    assert (shown["country"], shown["start"], shown["end"]) == ("SY", "2025-03-29", "")
    assert (shown["attested_from"], shown["attested_until"]) == ("2025-04-10", None)
    assert get(f"people/{person.pk}/") == {
        "id": person.pk,
        "name_ar": "الشيباني",
        "name_en": "",
        "aliases": ["الشيباني", "أسعد الشيباني"],
        "wikidata_id": "",
        "country": "SY",
        "offices": [{"id": tenure.pk, "office": brief, "start": "2025-03-29", "end": ""}],
    }


def test_quotation(get):
    person = make_person()
    quotation = make_quotation(speaker=person, speaker_text="الوزير")
    shown = get(f"quotations/{quotation.pk}/")
    assert shown["text"] == WORDS
    assert shown["speaker"] == {"id": person.pk, "name_ar": "أسعد الشيباني", "name_en": ""}
    assert shown["article"] == quotation.article_id
    assert {"speaker_text", "mode", "start", "end", "evidence", "review_status"} <= shown.keys()


def test_mention(get):
    ambiguous = make_mention(start=0, end=4, status="ambiguous")
    linked = make_mention(country="KR")
    shown = get(f"mentions/{linked.pk}/")
    assert shown == {
        "id": linked.pk,
        "article": linked.article_id,
        "start": 0,
        "end": 4,
        "text": "سيول",
        "kind": "country",
        "status": "linked",
        "rule": "name",
        "confidence": 1.0,
        "country": "KR",
        "person": None,
        "organization": None,
        "candidates": [],
    }
    ambiguous.candidates.create(country_id="KR")
    candidates = get(f"mentions/{ambiguous.pk}/")["candidates"]
    assert candidates == [{"country": "KR", "person": None, "organization": None}]


def test_country_organization_office_and_source(get):
    organization, office, source = make_organization(), make_office(), make_source(country="SY")
    assert get("countries/SY/") == {
        "code": "SY",
        "alpha3": "",
        "numeric": "",
        "name_ar": "سوريا",
        "name_en": "Syria",
        "official_name_ar": "",
        "official_name_en": "",
        "former": False,
        "aliases": [],
    }
    assert get(f"organizations/{organization.pk}/")["kind"] == "other"
    assert get(f"offices/{office.pk}/")["country"] == "SY"
    assert get(f"sources/{source.pk}/")["country"] == "SY"
    assert get(f"sources/{make_source('الأسبوع').pk}/")["country"] is None


def test_import_run_with_its_rejections(api):
    run = make_run(articles_read=1, rejected=1)
    run.rejections.create(path="a.txt", reason="empty")
    api.force_authenticate(make_user(is_staff=True))
    shown = api.get(f"/api/v1/import-runs/{run.pk}/").json()
    assert shown["rejections"] == [{"path": "a.txt", "locator": "", "reason": "empty"}]
    assert api.get("/api/v1/import-runs/").json()["results"][0]["rejections"] == shown["rejections"]


@pytest.mark.parametrize(
    ("make", "collection"),
    [(make_person, "people"), (make_organization, "organizations"), (make_event, "events")],
)
def test_merged_rows_lead_to_the_one_that_stands_for_them(api, ids, make, collection):
    survivor, loser = make(), make()
    type(loser).objects.filter(pk=loser.pk).update(merged_into=survivor)
    response = api.get(f"/api/v1/{collection}/{loser.pk}/?omit=id")
    assert response.status_code == 301
    assert response.json() == {"id": loser.pk, "merged_into": survivor.pk}
    assert response["Location"].endswith(f"/api/v1/{collection}/{survivor.pk}/?omit=id")
    assert ids(f"{collection}/") == [survivor.pk]


def test_rejected_rows_are_shown_when_asked_for(ids):
    pending, rejected = make_relation(), make_relation(("KP", "RU"), review_status="rejected")
    assert ids("relations/") == [pending.pk]
    assert ids("relations/?review_status=rejected") == [rejected.pk]
    assert ids("relations/?review_status__in=rejected,pending&ordering=id") == [pending.pk, rejected.pk]
