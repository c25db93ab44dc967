"""Versions of a page: the articles at one address, each superseding the one before it.

The order is what the articles say themselves: the day published. Where they say the same, or nothing, the version
that a later import run brought is the later one; of one run, that with the greater digest. So it does not depend
on the order in which files, batches and workers come.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from articles.models import Article


def link(addresses: Iterable[int]) -> dict[int, tuple[int | None, int | None]]:
    """Chain the articles of each address (its ``address_key``) anew, where the chain is not right already.

    Returns what each article that changed superseded before, and supersedes now.
    """
    pages: dict[int, list[tuple[tuple[date, int, str], int, int | None]]] = defaultdict(list)
    rows = Article.objects.filter(address_key__in=set(addresses)).values_list(
        "address_key", "sort_day", "document__run_id", "digest", "pk", "supersedes_id"
    )
    for address, day, run, digest, pk, superseded in rows:
        pages[address or 0].append(((day, run or 0, digest), pk, superseded))
    wrong: dict[int, tuple[int | None, int | None]] = {}
    bound = []
    for page in pages.values():
        ordered = sorted(page)
        right: list[int | None] = [None, *(pk for _order, pk, _supersedes in ordered)]
        for (_order, pk, supersedes), before in zip(ordered, right, strict=False):
            if supersedes != before:
                wrong[pk] = supersedes, before
                bound += [pk] if supersedes else []
    if bound:  # no two may supersede the same one, not even for a moment
        Article.objects.filter(pk__in=bound).update(supersedes=None)
    if wrong:
        Article.objects.bulk_update(
            [Article(pk=pk, supersedes_id=before) for pk, (_, before) in sorted(wrong.items())],
            ["supersedes"],
        )
    return wrong
