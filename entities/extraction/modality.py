"""Whether what a sentence speaks of happened, is planned, was called off, is denied, or is only thought of."""

import re

from entities.extraction.kinds import KINDS, NO_EVENT
from entities.extraction.language import Language
from entities.extraction.reduction import Reduced, is_date

HAPPENED, PLANNED, CANCELLED, DENIED = "happened", "planned", "cancelled", "denied"
# How far back, in characters, words can lie that decide: nine words or so.
_FURTHEST = 400
_WORD = re.compile(r"[\w]+|[\ue000-\uf7ff]")


def modality(
    reduced: Reduced, match: re.Match[str], kind: str, language: Language, is_future: bool
) -> str | None:
    """Return the modality of what a rule matched; None where nothing is asserted.

    ``is_future`` says that the event's date lies after the day of the article. Words decide that stand close
    before the match in its clause, in this order: denial, cancelling, negation, thought or wish, plan.
    """
    words = language.words
    traits = KINDS.get(kind, NO_EVENT)
    before = _clause_before(reduced.text, match.start(), language)
    near, close, last = before[-9:], before[-6:], before[-3:]
    inside = _words(match.group())
    body = inside[1:]  # between the announcing verb and what is announced
    has = language.has
    if has(near, "denials") or has(body, "denials"):
        return DENIED
    if (
        has(close, "cancellations")
        or has(inside, "cancellations")
        or has(_words(reduced.text[match.end() : match.end() + 25])[:2], "cancellations")
    ):
        return CANCELLED
    # «لا يتوقع أن تقطع»: the negation stands before the verb that governs this one.
    governed = bool(last) and last[-1] in words["that"]
    negatable = near[-5:] if governed else last[-2:]
    if has(negatable, "negations") and not (inside and inside[0] in words["negations"]):
        return None
    if traits.announced and (has(body, "negations") or not words["that"].isdisjoint(body)):
        return None  # «أعلنت رفضها …», «أكدت أن إقامة العلاقات …»: what stands behind أن asserts no event
    groups = match.groupdict()
    past = any(phrase in " ".join(last) for phrase in words["conjunctions_of_past"])
    if has(close, "hypotheses") or (not traits.spoken and has(inside, "hypotheses")):
        return None
    if groups.get("present") and not past and last and last[-1] in words["perhaps_before_present"]:
        return None
    if groups.get("past"):
        return HAPPENED
    # What is planned in the clause before «أن» is not what the speech is about, unless it governs «أن» itself.
    cut = max((number for number, word in enumerate(close, 1) if word in words["that"]), default=0)
    if cut and not has(close[max(0, cut - 3) : cut - 1], "plans"):
        close = close[cut:]
    after = _words(reduced.text[match.end() : match.end() + 30])[:2]
    if groups.get("future") or has(close, "plans") or has(inside, "plans") or has(after, "plans"):
        return PLANNED
    if is_future and not past:
        return PLANNED
    return HAPPENED


def _clause_before(text: str, position: int, language: Language) -> list[str]:
    start = max(0, position - _FURTHEST)
    for end in language.grammar.patterns.clause_end.finditer(text, start, position):
        start = end.end()
    return [word for word in _words(text[start:position]) if not (len(word) == 1 and is_date(word))]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
