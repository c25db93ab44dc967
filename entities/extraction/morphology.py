"""Forms in which an Arabic name or adjective stands in a sentence, written from its dictionary form.

Pure string work on folded text. Sources of the rules: any Arabic grammar's chapters on the article, the dual,
the sound plurals and the prepositions written together with the next word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ARTICLE = "ال"


def definite(phrase: str, articled: Sequence[bool]) -> set[str]:
    """Put the article before every word (الكوري الجنوبي), or before the first alone (الجنوب افريقي).

    ``articled`` says of each word whether it has the article already: folded, ألماني looks as if it had.
    """
    words = phrase.split()
    with_article = [word if has else ARTICLE + word for word, has in zip(words, articled, strict=False)]
    return {" ".join(with_article), " ".join((with_article[0], *words[1:]))}


def adjective_forms(adjective: str) -> set[str]:
    """Return the forms of a relative adjective or demonym given in the nominative, all without article.

    A masculine in ي (سوري) gives its accusative, feminine, dual and sound plurals, a feminine (سوريه) its dual, a sound
    plural (سوريون) its oblique form. In a compound (كوري جنوبي) every word agrees, or the first alone varies (جنوب افريقي stays).
    """
    words = adjective.split()
    agreeing = [_forms_by_case(word) for word in words]
    if len(words) == 1:
        return set(agreeing[0])
    return {adjective} | {
        " ".join(forms)
        for forms in zip(*agreeing, strict=False)
        if len({len(word_forms) for word_forms in agreeing}) == 1
    }


def _forms_by_case(word: str) -> list[str]:
    """Return the word itself and the forms that follow from it, in a fixed order."""
    if word.endswith("يون"):
        return [word, word[:-2] + "ين"]
    if word.endswith("يه"):
        return [word, word[:-1] + "تان", word[:-1] + "تين"]
    if word.endswith("ي"):
        return [word, *(word + ending for ending in ("ا", "ان", "ين", "ه", "تان", "تين", "ون", "ات"))]
    return [word]


def with_li(name: str) -> str | None:
    """Return the form with the preposition ل of a name with article: الصين → للصين; None without article."""
    return "لل" + name[len(ARTICLE) :] if name.startswith(ARTICLE) else None


@dataclass(frozen=True, slots=True)
class Proclitics:
    """What can be written before a word in one piece: ``before`` words that begin so only what it lists."""

    any: frozenset[str]
    before: Mapping[str, frozenset[str]]

    def lengths(self, word: str) -> list[int]:
        """Return how many letters may be peeled off a word, none included, in order."""
        return [0, *(cut for cut in range(1, min(4, len(word))) if self.fit(word[:cut], word[cut:]))]

    def fit(self, prefix: str, word: str) -> bool:
        """Whether the letters can be written before the word."""
        return prefix in next((self.before[key] for key in self.before if word.startswith(key)), self.any)
