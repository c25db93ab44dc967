"""Near-duplicates: articles that repeat each other's text, an agency's copy in ten papers.

Articles whose texts are alike (:mod:`articles.sketches`) form a group, and so do those that are joined through
others. ``duplicate_of`` is the first published of the group; those without a date come last, and of one day the
least digest comes first. Versions of one page are never compared, and are no duplicates of each other. So what
comes out is a matter of the texts alone, in whatever order and batches they came.

An article is looked up by eight keys in an index. A key that :data:`MOST_OF_A_KEY` articles have already is a
formula that many share; later ones go without it, so that what an article costs does not grow with the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.db.models import F, Value

from articles.arabic import fold
from articles.bulk import batched
from articles.models import Article, Sketch
from articles.rows import Table
from articles.sketches import BANDS, TextSketch, near_duplicates, sketch

MOST_OF_A_KEY = 64

_BATCH = 500
_BAND_COLUMNS = [f"band_{number}" for number in range(1, BANDS + 1)]
_SKETCHES = Table(Sketch, "article_id", "group_id", "signature", "words", *_BAND_COLUMNS)

_Order: TypeAlias = tuple[bool, date, str]
_Key: TypeAlias = tuple[int, int]
"""Number of a band, and its value."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored article whose near-duplicates are to be found; ``published`` is the earliest day."""

    pk: int
    folded: str
    digest: str
    published: date | None
    address_key: int | None


@dataclass(frozen=True, slots=True)
class _Node:
    """An article as far as likeness goes; ``group`` is the one it was in before."""

    sketch: TextSketch
    address_key: int | None
    group: int

    def may_repeat(self, other: "_Node") -> bool:
        return self.address_key is None or self.address_key != other.address_key


@dataclass(frozen=True, slots=True)
class _First:
    """The article after which a group is named."""

    order: _Order
    address_key: int | None


@dataclass(frozen=True, slots=True)
class Linked:
    """What became of candidates.

    ``repeating`` are those that are like an article stored earlier, or like one that comes before them.
    ``marked`` has what articles repeated before, and repeat now, where that has changed.
    """

    repeating: set[int]
    marked: dict[int, tuple[int | None, int | None]]


def link(candidates: Sequence[Candidate]) -> Linked:
    """Find and mark the near-duplicates of articles that are stored but were not looked at before.

    Articles without a word have no duplicates.
    """
    sketches = sketch([candidate.folded for candidate in candidates])
    new: dict[int, _Node] = {}
    firsts: dict[int, _First] = {}
    for candidate, found in zip(candidates, sketches, strict=True):
        if found:
            new[candidate.pk] = _Node(found, candidate.address_key, candidate.pk)
            firsts[candidate.pk] = _First(
                _order(candidate.published, candidate.digest), candidate.address_key
            )
    holders = _holders(new.values())
    crowded = {key for key, articles in holders.items() if len(articles) >= MOST_OF_A_KEY}
    nodes = new | _stored({pk for articles in holders.values() for pk in articles}, firsts)
    repeating: set[int] = set()
    groups = _Groups()
    for pk, node in new.items():
        keys = list(enumerate(node.sketch.bands))
        others = [nodes[other] for other in sorted({other for key in keys for other in holders[key]})]
        others = [other for other in others if node.may_repeat(other)]
        alike = near_duplicates(node.sketch, [other.sketch for other in others])
        for other in (other for other, is_alike in zip(others, alike, strict=True) if is_alike):
            groups.join(pk, other.group)
            repeating.add(pk)
        for key in keys:
            holders[key].append(pk)
    moved = {
        group: first
        for joined in groups
        for first in (min(joined, key=lambda group: firsts[group].order),)
        for group in joined
        if group != first
    }
    _SKETCHES.insert(
        (
            pk, moved.get(pk, pk), node.sketch.signature, node.sketch.words,
            *(None if key in crowded else key[1] for key in enumerate(node.sketch.bands)),
        )
        for pk, node in sorted(new.items())
    )  # fmt: skip
    return Linked(repeating, _move(moved, firsts, new.keys()))


@transaction.atomic
def forget(articles: Iterable[int]) -> None:
    """Take articles out of their groups before they are deleted; what they joined falls apart again."""
    gone = set(articles)
    groups = set(Sketch.objects.filter(pk__in=gone).values_list("group_id", flat=True))
    rest = list(
        Article.objects.filter(sketch__group__in=groups)
        .exclude(pk__in=gone)
        .only("text", "digest", "published_earliest", "address_key")
        .order_by("pk")
    )
    Sketch.objects.filter(group__in=groups).delete()
    Article.objects.filter(pk__in=[*gone, *(article.pk for article in rest)]).update(duplicate_of=None)
    link(
        [
            Candidate(
                article.pk,
                fold(article.text),
                article.digest,
                article.published_earliest,
                article.address_key,
            )
            for article in rest
        ]
    )


def _holders(new: Iterable[_Node]) -> dict[_Key, list[int]]:
    """The stored articles that have keys of the new ones."""
    wanted: list[set[int]] = [set() for _ in range(BANDS)]
    for node in new:
        for number, key in enumerate(node.sketch.bands):
            wanted[number].add(key)
    holders: dict[_Key, list[int]] = defaultdict(list)
    queries = [
        Sketch.objects.filter(**{f"{column}__in": keys})
        .order_by()
        .values_list("pk", Value(number), F(column))
        for number, (column, keys) in enumerate(zip(_BAND_COLUMNS, wanted, strict=True))
    ]
    for pk, number, key in queries[0].union(*queries[1:], all=True):
        holders[number, key].append(pk)
    return holders


def _stored(articles: set[int], firsts: dict[int, _First]) -> dict[int, _Node]:
    """Stored articles as nodes; what names their groups is added to ``firsts``."""
    columns = ("pk", "signature", "words", "article__address_key", "group_id")
    of_group = ("group__published_earliest", "group__digest", "group__address_key")
    nodes = {}
    for batch in batched(sorted(articles), _BATCH):
        rows = Sketch.objects.filter(pk__in=batch).values_list(*columns, *of_group)
        for pk, signature, words, address, group, published, digest, group_address in rows:
            nodes[pk] = _Node(TextSketch(bytes(signature), (), words), address, group)
            firsts[group] = _First(_order(published, digest), group_address)
    return nodes


def _move(
    moved: dict[int, int], firsts: dict[int, _First], new: Set[int]
) -> dict[int, tuple[int | None, int | None]]:
    """Give the members of groups that were joined to another its name, and mark what they repeat."""
    if not moved:
        return {}
    stored = list(
        Sketch.objects.filter(group__in=moved.keys() - new)
        .order_by("pk")
        .values_list("pk", "group_id", "article__address_key", "article__duplicate_of_id")
    )
    Sketch.objects.bulk_update(
        [Sketch(pk=pk, group_id=moved[group]) for pk, group, _, _ in stored], ["group"], batch_size=_BATCH
    )
    members = [(pk, pk, firsts[pk].address_key, None) for pk in new & moved.keys()]
    marked: dict[int, tuple[int | None, int | None]] = {}
    for pk, group, address, before in (*stored, *members):
        first = moved[group]
        one_page = address is not None and address == firsts[first].address_key
        after = None if one_page else first
        if before != after:
            marked[pk] = before, after
    Article.objects.bulk_update(
        [Article(pk=pk, duplicate_of_id=after) for pk, (_, after) in sorted(marked.items())],
        ["duplicate_of"],
        batch_size=_BATCH,
    )
    return marked


class _Groups:
    """Groups of articles that are joined one by one (union–find)."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def join(self, one: int, other: int) -> None:
        self._parents[self._root(one)] = self._root(other)

    def _root(self, article: int) -> int:
        parent = self._parents.setdefault(article, article)
        while parent != article:
            article, parent = parent, self._parents[parent]
        return article

    def __iter__(self) -> Iterator[list[int]]:
        members: dict[int, list[int]] = defaultdict(list)
        for article in self._parents:
            members[self._root(article)].append(article)
        yield from (group for group in members.values() if len(group) > 1)


def _order(published: date | None, digest: str) -> _Order:
    return published is None, published or date.max, digest
