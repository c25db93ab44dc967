"""Who said what: verbs of saying with «أن» or a colon, quotation marks, and what is added («مضيفا»)."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from entities.extraction.actor import Actor, person_key
from entities.extraction.annotation import Annotation
from entities.extraction.discourse import Discourse
from entities.extraction.sentence import SentenceReading
from entities.extraction.text import Sentence
from entities.extraction.types import QuotationCandidate, Span

_OPENING = re.compile(r"\s*[«\"“]")
_CLOSING = {"«": "»", '"': '"', "“": "”"}
_FURTHEST = 170
_LEAST = 8
_LONGEST_SPEAKER = 200
CONFIDENCE = 0.8


class QuotationReader:
    """Reads the quotations of an article sentence by sentence; remembers who spoke last."""

    def __init__(self, table: Annotation, discourse: Discourse) -> None:
        self._table = table
        self._text = table.article.text
        self._discourse = discourse
        self._last: Actor | None = None
        self._patterns = table.language.grammar.patterns
        self._words = table.language.words
        self._and = table.language.grammar.attached_and
        self._before_saying = {"", *table.language.words["before_saying"]}
        self._verbs = sorted(
            (match.start, match.end, finite)
            for name, finite in (("saying", True), ("saying_on", False))
            for match in table.lists[name].values()
        )

    def read(self, reading: SentenceReading) -> list[QuotationCandidate]:
        """Return the quotations of a sentence, none inside another of the same kind of introduction."""
        sentence, actors = reading.span, reading.actors
        found: list[QuotationCandidate] = []
        verbs = self._verbs[
            bisect_left(self._verbs, (sentence.start,)) : bisect_left(self._verbs, (sentence.end,))
        ]
        if not verbs and self._text.find(":", sentence.start, sentence.end) < 0:
            return found
        if verbs and (said := self._quote_first(sentence, actors, verbs)):
            return said
        if quoted := self._colon(sentence, actors, verbs):
            found.append(quoted)
        covered = found[0].end if found else sentence.start
        for number, (start, end, finite) in enumerate(verbs):
            if start < covered and (found and found[-1].mode == "direct"):
                continue
            following = next((other for other, _end, _finite in verbs[number + 1 :]), sentence.end)
            marker = self._marker(end, min(sentence.end, end + _FURTHEST), following)
            if marker is None:
                continue
            speaker = self._speaker(start, end, marker.start(), actors, finite, sentence)
            if finite and speaker is None and marker.group().strip() == "" and not self._last:
                continue
            content = self._content(marker, sentence, verbs[number + 1 :])
            if content is None:
                continue
            first, stop, mode = content
            if found and first < found[-1].end and mode != "direct":
                continue
            found.append(self._candidate(first, stop, mode, speaker, sentence))
            covered = stop
        return found

    def _marker(self, start: int, end: int, next_verb: int) -> re.Match[str] | None:
        for match in self._patterns.that.finditer(self._text, start, end):
            if match.start() > next_verb:
                return None
            before = self._text[max(0, match.start() - 14) : match.start()].split()
            if before and before[-1].removeprefix(self._and) in self._words["no_speech_before_that"]:
                continue
            return match
        return None

    def _speaker(
        self, start: int, end: int, marker: int, actors: Sequence[Actor], finite: bool, sentence: Sentence
    ) -> Actor | None:
        between = [
            actor
            for actor in actors
            if end <= actor.start < marker
            and not self._patterns.addressed.search(self._text[end : actor.start])
        ]
        if finite and between and not self._text[end : between[0].start].strip(" ،,")[:40].count(" ") > 3:
            self._last = self._discourse.complete(between[0])
        elif finite:
            before = [actor for actor in actors if actor.end <= start]
            named = self._patterns.unknown_speaker.match(self._text, end, marker)
            if before and self._text[before[-1].end : start].strip(' ،,«»"') in self._before_saying:
                self._last = self._discourse.complete(before[-1])
            elif named:  # somebody who is not known, and surely not the last speaker
                self._last = Actor(named.start("name"), named.end("name"))
            elif before and self._text[start - 1] == self._and and before[0].start >= sentence.start:
                self._last = self._discourse.complete(before[0])
        return self._last

    def _content(
        self, marker: re.Match[str], sentence: Sentence, later: list[tuple[int, int, bool]]
    ) -> tuple[int, int, str] | None:
        start = marker.end()
        opening = _OPENING.match(self._text, start)
        if opening:
            mark = opening.group().strip()
            closing = self._text.find(_CLOSING[mark], opening.end(), sentence.end)
            stop = closing if closing > 0 else sentence.end
            return self._trimmed(opening.end(), stop, "direct")
        stop = sentence.end
        for verb, _end, finite in later:
            if not finite and self._text[sentence.start : verb].rstrip().endswith(("،", ",", self._and)):
                stop = verb
                break
        mode = "direct" if ":" in marker.group() else "indirect"
        return self._trimmed(start, stop, mode)

    def _trimmed(self, start: int, stop: int, mode: str) -> tuple[int, int, str] | None:
        piece = self._text[start:stop]
        content = piece.strip(' ،,.؛\n\t«»"“”')
        if len(content) < _LEAST:
            return None
        first = start + piece.index(content)
        return first, first + len(content), mode

    def _quote_first(
        self, sentence: Sentence, actors: Sequence[Actor], verbs: list[tuple[int, int, bool]]
    ) -> list[QuotationCandidate]:
        """«…»، قال فلان، «…»: the words stand before the verb, and perhaps go on behind it."""
        match = self._patterns.quoted_first.match(self._text, sentence.start, sentence.end)
        if not match:
            return []
        for start, end, finite in verbs:
            if finite and match.end() - 6 <= start <= match.end() + 6:
                after = [actor for actor in actors if end <= actor.start <= end + 30]
                if after:
                    self._last = self._discourse.complete(after[0])
                spans = [match.span("said")]
                spans += [
                    more.span("said")
                    for more in self._patterns.quoted.finditer(self._text, end, sentence.end)
                ]
                return [self._candidate(first, stop, "direct", self._last, sentence) for first, stop in spans]
        return []

    def _colon(
        self, sentence: Sentence, actors: Sequence[Actor], verbs: list[tuple[int, int, bool]]
    ) -> QuotationCandidate | None:
        """«الرئيس الروسي: …»: a headline's way to quote."""
        for actor in actors[:2]:
            rest = self._text[actor.end : actor.end + 3]
            begins = not self._text[sentence.start : actor.start].strip()
            if (
                begins
                and rest.lstrip().startswith(":")
                and not any(start < actor.end for start, _e, _f in verbs)
            ):
                self._last = self._discourse.complete(actor)
                colon = self._text.index(":", actor.end)
                content = self._trimmed(colon + 1, sentence.end, "direct")
                return self._candidate(*content, self._last, sentence) if content else None
        return None

    def _candidate(
        self, start: int, stop: int, mode: str, speaker: Actor | None, sentence: Sentence
    ) -> QuotationCandidate:
        article = self._table.article
        first, last = article.original_span(start, stop)
        evidence = article.original_span(sentence.start, sentence.end)
        rule = "quotation.direct" if mode == "direct" else "quotation.indirect"
        spans = (Span(*evidence, "quotations", rule, CONFIDENCE),)
        if speaker is None:
            return QuotationCandidate(first, last, mode, "", spans)
        return QuotationCandidate(
            first,
            last,
            mode,
            article.original(speaker.start, speaker.end)[:_LONGEST_SPEAKER] if speaker.end else "",
            spans,
            person_key(speaker),
            speaker.state,
            speaker.organization,
        )
