"""Whether what a sentence speaks of happened, is planned, was called off, is denied, or is only thought of."""

import re

from entities.extraction.language import Language
from entities.extraction.reduction import Reduced, is_date

HAPPENED, PLANNED, CANCELLED, DENIED = "happened", "planned", "cancelled", "denied"
_ANNOUNCED = frozenset(
    ("relations_established", "relations_restored", "relations_severed", "recognition", "embassy_opened")
)
_CLAUSE_END = re.compile(r"[؛:.؟!]")
_WORD = re.compile(r"[\w]+|[\ue000-\uf7ff]")
_CONJUNCTIONS_OF_PAST = frozenset(("قبل ان", "بعد ان", "بعدما", "منذ ان", "عقب ان", "حين", "عندما"))


# Of these kinds the words of thinking and asking are the event itself: «بحث», «دعا», «هدد».
_WORDS_ARE_THE_EVENT = frozenset(("talks", "phone_call", "invitation", "threat", "statement", "meeting"))


def modality(
    reduced: Reduced, match: re.Match[str], kind: str, language: Language, is_future: bool
) -> str | None:
    """Return the modality of what a rule matched; None where nothing is asserted.

    ``is_future`` says that the event's date lies after the day of the article. Words decide that stand close
    before the match in its clause, in this order: denial, cancelling, negation, thought or wish, plan.
    """
    words = language.words
    before = _clause_before(reduced.text, match.start())
    near, close, last = before[-9:], before[-6:], before[-3:]
    inside = _words(match.group())
    body = inside[1:]  # between the announcing verb and what is announced
    if _has(near, words["denials"]) or _has(body, words["denials"]):
        return DENIED
    if (
        _has(close, words["cancellations"])
        or _has(inside, words["cancellations"])
        or _has(_words(reduced.text[match.end() : match.end() + 25])[:2], words["cancellations"])
    ):
        return CANCELLED
    # «لا يتوقع أن تقطع»: the negation stands before the verb that governs this one.
    negatable = near[-5:] if last[-1:] == ["ان"] else last[-2:]
    if _has(negatable, words["negations"]) and not _starts_with_negation(inside, words["negations"]):
        return None
    if kind in _ANNOUNCED and (_has(body, words["negations"]) or "ان" in body):
        return None  # «أعلنت رفضها …», «أكدت أن إقامة العلاقات …»: what stands behind أن asserts no event
    groups = match.groupdict()
    past = any(phrase in " ".join(last) for phrase in _CONJUNCTIONS_OF_PAST)
    hypotheses = words["hypotheses"] - {"قد"}
    if _has(close, hypotheses) or (kind not in _WORDS_ARE_THE_EVENT and _has(inside, hypotheses)):
        return None
    if groups.get("present") and not past and last[-1:] == ["قد"]:
        return None
    if groups.get("past"):
        return HAPPENED
    # What is planned in the clause before «أن» is not what the speech is about, unless it governs «أن» itself.
    if "ان" in close:
        cut = len(close) - close[::-1].index("ان")
        if not _has(close[max(0, cut - 3) : cut - 1], words["plans"]):
            close = close[cut:]
    after = _words(reduced.text[match.end() : match.end() + 30])[:2]
    if (
        groups.get("future")
        or _has(close, words["plans"])
        or _has(inside, words["plans"])
        or (_has(after, words["plans"]))
    ):
        return PLANNED
    if is_future and not past:
        return PLANNED
    return HAPPENED


def _clause_before(text: str, position: int) -> list[str]:
    start = 0
    for end in _CLAUSE_END.finditer(text, 0, position):
        start = end.end()
    return [word for word in _words(text[start:position]) if not (len(word) == 1 and is_date(word))]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _has(words: list[str], listed: frozenset[str]) -> bool:
    """Whether any of the words, proclitics aside, or two or three in a row, are on the list."""
    for index, word in enumerate(words):
        attached = (len(word) > 2 and word[0] in "وف") or (len(word) > 3 and word[0] in "بل")
        bare = word[1:] if attached else word
        for first in (word, bare):
            for length in (1, 2, 3):
                if " ".join((first, *words[index + 1 : index + length])) in listed:
                    return True
    return False


def _starts_with_negation(words: list[str], negations: frozenset[str]) -> bool:
    return bool(words) and words[0] in negations
