"""Where a text names offices: the title with what belongs to it, without the name of the holder."""

from collections.abc import Iterator, Sequence

from entities.extraction.actor import Actor
from entities.extraction.actors import ActorReader
from entities.extraction.annotation import Annotation
from entities.extraction.types import MentionSpan

_AROUND_TITLES = ' \n،,:؛«»"“”()-–—'


def office_spans(table: Annotation, mentions: Sequence[MentionSpan]) -> Iterator[tuple[int, int]]:
    """The offices of an article whose mentions are decided, in order, in positions of its folded text.

    «وزير الخارجية السوري» is one office, held by somebody named or not.
    """
    table.mark(mentions)
    reader = ActorReader(table)
    for sentence in table.article.sentences:
        for actor in reader.read_sentence(sentence):
            if actor.role:
                yield _without_holder(actor, table)


def _without_holder(actor: Actor, table: Annotation) -> tuple[int, int]:
    start, end, holder = actor.start, actor.end, actor.person
    if holder and start <= holder.start < end:
        before, behind = (start, holder.start), (holder.end, end)
        start, end = max(before, behind, key=lambda span: span[1] - span[0])
    honorifics = table.lists["honorifics"]
    while end > start:
        text = table.article.text
        if text[end - 1] in _AROUND_TITLES:
            end -= 1
        elif text[start] in _AROUND_TITLES:
            start += 1
        elif (last := table.word_at(end - 1)) in honorifics and honorifics[last].start > start:
            end = honorifics[last].start
        elif (first := table.word_at(start)) in honorifics and honorifics[first].end < end:
            start = honorifics[first].end
        else:
            break
    return start, end
