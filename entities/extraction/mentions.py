"""Where a text names countries, people and organizations, and which entities each name can mean.

Deciding between several is the linking's affair. Positions are those of the folded text.
"""

from bisect import bisect_left
from collections.abc import Iterable

from entities.extraction.actors import ActorReader
from entities.extraction.annotation import Annotation
from entities.extraction.gazetteer import NameMatch, longest_names
from entities.extraction.naming import NameFinder
from entities.extraction.short_names import short_names
from entities.extraction.spans import Coverage
from entities.extraction.types import EntityKind, MentionSpan

# Besides offices: without one of these no sentence announces a name that nobody has listed.
_ANNOUNCING = ("honorifics", "office_heads", "counterparts")
# How many characters before a name, at most, the word lies that shows what it means.
_NEAR = 30


def find_mentions(table: Annotation) -> list[MentionSpan]:
    """Return the mentions of an article in order: listed names, then unlisted people, then short names.

    The people found are marked in the table.
    """
    matches = longest_names(table.names, table.lists["not_countries"].values())
    people, organizations = (
        [match.form.mention(match.start, match.end) for match in matches[kind]]
        for kind in (EntityKind.PERSON, EntityKind.ORGANIZATION)
    )
    countries = _countries(table, matches[EntityKind.COUNTRY], people)
    table.mark((*countries, *organizations, *people))
    reader = ActorReader(table, find_new=True)
    announcing = sorted(table.offices.keys() | set().union(*(table.lists[name] for name in _ANNOUNCING)))
    for sentence in table.article.sentences:
        number = bisect_left(announcing, sentence.first_word)
        if number < len(announcing) and announcing[number] < sentence.stop_word:
            reader.read_sentence(sentence)
    _names_after_saying(table, reader.names)
    named = list(table.people.values())
    named += short_names(table, named)
    inside = Coverage((mention.start, mention.end) for mention in named if mention.end - mention.start > 3)
    countries = [country for country in countries if not inside.holds(country.start, country.end)]
    return sorted((*named, *organizations, *countries), key=lambda mention: (mention.start, -mention.end))


def _countries(
    table: Annotation, matches: Iterable[NameMatch], people: Iterable[MentionSpan]
) -> list[MentionSpan]:
    """Countries; of a form that is usually another word only where the words around it show the country."""
    taken = Coverage((person.start, person.end) for person in people)
    text, and_ = table.text, table.language.grammar.attached_and
    kept: list[tuple[NameMatch, bool]] = []
    end = -1
    for match in matches:
        if taken.holds(match.start, match.end):
            continue
        weak = match.form.weak and not (kept and text[end : match.start].strip(" ،,") == and_)
        kept.append((match, weak and not _stands_as_country(table, match)))
        end = match.end
    sure = {entity for match, weak in kept if not weak for entity in match.entities}
    mentions = []
    for match, weak in kept:
        mention = match.form.mention(match.start, match.end)
        if weak:
            named = tuple(entity for entity in mention.candidates if entity in sure)
            if len(named) != 1 or text.startswith(table.language.grammar.article, match.start):
                continue
            mention = mention._replace(candidates=named, confidence=0.6)
        mentions.append(mention)
    return mentions


def _stands_as_country(table: Annotation, match: NameMatch) -> bool:
    """Whether the word before shows that a country is named: an adjective never follows a preposition."""
    index = table.word_at(match.start)
    near = index > 0 and table.ends[index - 1] > table.starts[index] - _NEAR
    before = table.words[index - 1] if near else ""
    if match.form.adjective:
        return before in table.language.words["before_adjectives"]
    if match.prefix and table.prefix(index, match.start) in table.language.grammar.before_owners:
        return True
    return before in table.language.words["before_countries"]


def _names_after_saying(table: Annotation, names: NameFinder) -> None:
    """«وقال سامح شكري»: two words or more that begin with a given name, behind a verb of saying."""
    language = table.language
    for match in table.found["saying"]:
        index = match.after
        if index >= len(table.words) or index in table.people or not table.adjoins(index):
            continue
        word = table.words[index]
        if word in language.given_names or word.startswith(language.grammar.name_beginning):
            sentence = table.article.sentence_at(table.starts[index])
            if sentence:
                names.stop = table.word_after(sentence.end)
                names.person_at(index)
