"""How common a folded Arabic word form is: what tells a name from the words around it."""

from functools import cache, lru_cache
from math import log10

from wordfreq import get_frequency_dict

from articles.arabic import fold


@cache
def _frequencies() -> dict[str, float]:
    folded: dict[str, float] = {}
    for word, share in get_frequency_dict("ar").items():
        key = fold(word)
        folded[key] = folded.get(key, 0.0) + share
    return folded


@lru_cache(maxsize=100_000)
def zipf(word: str) -> float:
    """Return the Zipf frequency of a folded form: log10 of its count in 10^9 words; 0 if never seen."""
    share = _frequencies().get(word, 0.0)
    return max(0.0, log10(share) + 9) if share else 0.0
