"""Where a text names countries, people and organizations, and which entities each name can mean.

Deciding between several is the linking's affair. Positions are those of the folded text.
"""

from collections.abc import Iterable
from dataclasses import replace

from articles.arabic import fold_name
from entities.extraction.actors import ActorReader
from entities.extraction.annotation import Annotation
from entities.extraction.frequency import zipf
from entities.extraction.gazetteer import Gazetteer, NameMatch
from entities.extraction.language import Language
from entities.extraction.matcher import longest
from entities.extraction.morphology import ARTICLE
from entities.extraction.naming import NameFinder
from entities.extraction.people import name_length
from entities.extraction.text import FoldedArticle, words
from entities.extraction.types import Entity, EntityKind, MentionSpan

_KIND_ORDER = ("name", "official", "capital", "seat", "short", "demonym", "misspelling")
_CONFIDENCE = {"name": 0.95, "official": 0.98, "capital": 0.85, "seat": 0.9, "short": 0.8, "demonym": 0.9}
# A last name that is also a common word («صالح», «الأسد») is taken up again only behind a title.
_COMMON_WORD = 4.8


def find_mentions(article: FoldedArticle, gazetteer: Gazetteer, language: Language) -> list[MentionSpan]:
    """Return the mentions of an article in order: listed names, then unlisted people, then short names."""
    matches = gazetteer.find(article.text, longest(language.find("not_countries", article.text)))
    people = [_mention(match, EntityKind.PERSON) for match in matches[EntityKind.PERSON]]
    organizations = [_mention(match, EntityKind.ORGANIZATION) for match in matches[EntityKind.ORGANIZATION]]
    countries = _countries(article, matches[EntityKind.COUNTRY], people, language)
    table = Annotation(article, language)
    table.add((*countries, *organizations, *people))
    reader = ActorReader(table, find_new=True)
    for sentence in article.sentences:
        reader.read_sentence(sentence)
    _names_after_saying(table, reader.names)
    named = [mention for mention in table.people.values() if mention.rule != "short_form"]
    named += _short_forms(table, named)
    inside = [(mention.start, mention.end) for mention in named if mention.end - mention.start > 3]
    countries = [
        country
        for country in countries
        if not any(start <= country.start and country.end <= end for start, end in inside)
    ]
    return sorted((*named, *organizations, *countries), key=lambda mention: (mention.start, -mention.end))


def new_person_key(name: str) -> str:
    """The key of a person nobody has listed: the folded name."""
    return fold_name(name)


def _mention(match: NameMatch, kind: EntityKind) -> MentionSpan:
    name_kind = min((name.kind for name in match.names), key=lambda name: _KIND_ORDER.index(name))
    confidence = _CONFIDENCE.get(name_kind, 0.8)
    return MentionSpan(
        match.start, match.end, kind, match.entities, f"listed_{name_kind}", confidence, name_kind
    )


def _countries(
    article: FoldedArticle, matches: Iterable[NameMatch], people: list[MentionSpan], language: Language
) -> list[MentionSpan]:
    """Countries; of a form that is usually another word only where the words around it show the country."""
    taken = [(person.start, person.end) for person in people]
    kept: list[tuple[NameMatch, bool]] = []
    for match in matches:
        if any(start <= match.start and match.end <= end for start, end in taken):
            continue
        joined = kept and article.text[kept[-1][0].end : match.start].strip(" ،,") == "و"
        weak = all(name.weak for name in match.names) and not joined
        kept.append((match, weak and not _stands_as_country(article.text, match, language)))
    sure = {entity for match, weak in kept if not weak for entity in match.entities}
    mentions = []
    for match, weak in kept:
        mention = _mention(match, EntityKind.COUNTRY)
        if weak:
            named = tuple(entity for entity in mention.candidates if entity in sure)
            if len(named) != 1 or article.text.startswith(ARTICLE, match.start):
                continue
            mention = replace(mention, candidates=named, confidence=0.6)
        mentions.append(mention)
    return mentions


def _stands_as_country(text: str, match: NameMatch, language: Language) -> bool:
    """Whether the word before shows that a country is named: an adjective never follows a preposition."""
    before = words(text, max(0, match.start - match.prefix - 30), match.start - match.prefix)
    word = text[before[-1][0] : before[-1][1]] if before else ""
    if all(name.kind == "demonym" for name in match.names):
        return word in language.words["before_adjectives"]
    if match.prefix and text[match.start - match.prefix : match.start] in ("ل", "ب"):
        return True
    return word in language.words["before_countries"]


def _names_after_saying(table: Annotation, names: NameFinder) -> None:
    """«وقال سامح شكري»: two words or more that begin with a given name, behind a verb of saying."""
    language = table.language
    for match in language.find("saying", table.article.text):
        index = table.word_after(match.end)
        if index >= len(table.words) or index in table.people or not table.adjoins(index):
            continue
        if table.words[index].text in language.given_names or table.words[index].text.startswith("عبد"):
            sentence = table.article.sentence_at(table.words[index].start)
            if sentence:
                names.stop = table.word_after(sentence.end)
                names.person_at(index)


def _short_forms(table: Annotation, named: list[MentionSpan]) -> list[MentionSpan]:
    """Later mentions by one name of a person whom the article names in full, on their own words."""
    language, text = table.language, table.article.text
    bearers: dict[str, dict[MentionSpan, None]] = {}
    for person in named:
        parts = _name_parts(text[person.start : person.end])
        if len(parts) < 2:
            continue
        short_names = {parts[-1], " ".join(parts[-2:])} if len(parts) > 2 else {parts[-1]}
        eastern = all(len(part) <= 4 for part in parts)
        if parts[0] not in language.given_names or zipf(parts[0]) < 3 or eastern:  # تشو تاي يول goes by تشو
            short_names.add(parts[0])
        if len(parts) >= 3:
            short_names.add(f"{parts[0]} {parts[-1]}")
            if parts[1] in ("بن", "ال"):
                short_names.add(" ".join(parts[1:3]))
        for name in short_names:
            bearers.setdefault(name, {})[person] = None
    taken = {
        index
        for person in named
        for index in range(table.word_at(person.start), table.word_after(person.end))
    }
    found: list[MentionSpan] = []
    first_words = {name.split(" ")[0] for name in bearers}
    for index, word in enumerate(table.words):
        if index in taken or not any(form in first_words for form in _without_proclitics(word.text)):
            continue
        match = _longest_short_name(table, index, bearers)
        if match is None:
            continue
        name, start, after = match
        titled = _after_title(table, index)
        alone = name == word.text
        if alone and not titled and zipf(name) >= _COMMON_WORD and not name.startswith(ARTICLE):
            continue
        if index - 1 in table.lists["not_acting"] or (not titled and _part_of_longer_name(table, index)):
            continue
        people = tuple(bearers[name])
        entities = tuple(dict.fromkeys(entity for person in people for entity in _meant(person)))
        mention = MentionSpan(
            start, table.words[after - 1].end, EntityKind.PERSON, entities, "short_form", 0.85, "short"
        )
        table.people[index] = mention
        found.append(mention)
        taken.update(range(index, after))
    found += _unresolved(table, taken)
    return found


def _unresolved(table: Annotation, taken: set[int]) -> list[MentionSpan]:
    """A lone name behind a title, of somebody whom the article does not name in full."""
    found = []
    for index in range(1, len(table.words)):
        if index in taken or not _after_honorific_or_title(table, index):
            continue
        word = table.words[index]
        follower = table.words[index + 1].text if index + 1 < len(table.words) else ""
        if index in table.countries or index in table.offices or index in table.organizations:
            continue
        written = table.article.original(word.start, word.end)
        if written in ("على", "باسم"):
            continue
        surname = word.text.startswith(ARTICLE) and word.text not in table.language.not_names
        if surname or name_length([word.text], table.language) == 1:
            rare = zipf(word.text) < 3.5 or (not surname and word.text in table.language.given_names)
            if rare and follower not in ("بن", "ال") and len(word.text) > 2:
                found.append(
                    MentionSpan(word.start, word.end, EntityKind.PERSON, (), "lone_name", 0.5, "short")
                )
    return found


def _meant(person: MentionSpan) -> tuple[Entity, ...]:
    if person.new_name:
        return (Entity(EntityKind.PERSON, new_person_key(person.new_name)),)
    return person.candidates


def _name_parts(name: str) -> list[str]:
    """The parts of a folded name, عبد kept with what follows it."""
    parts: list[str] = []
    for word in name.replace("-", " ").split():
        if (
            parts
            and parts[-1] in ("عبد", "ابو", "ابن", "دي", "فان", "فون", "دا")
            and not (parts[-1] == "ابن" and len(parts) > 1)
        ):
            parts[-1] = f"{parts[-1]} {word}"
        else:
            parts.append(word)
    return parts


def _without_proclitics(word: str) -> tuple[str, ...]:
    return (word, word[1:], ARTICLE + word[2:])


def _longest_short_name(
    table: Annotation, index: int, bearers: dict[str, dict[MentionSpan, None]]
) -> tuple[str, int, int] | None:
    word = table.words[index]
    for length in (3, 2, 1):
        last = index + length
        if last > len(table.words) or any(not table.adjoins(i) for i in range(index + 1, last)):
            continue
        tail = [other.text for other in table.words[index + 1 : last]]
        for prefix in ("", "و", "ل", "ب", "ف"):
            if prefix and (not word.text.startswith(prefix) or len(word.text) < 4):
                continue
            name = " ".join((word.text[len(prefix) :], *tail))
            if name in bearers and len(name) > 2:
                return name, word.start + len(prefix), last
            if word.text.startswith("لل") and ARTICLE + name[1:] in bearers and prefix == "ل":
                return ARTICLE + name[1:], word.start + 1, last
    return None


def _after_title(table: Annotation, index: int) -> bool:
    """Whether a title stands before the word, an adjective of a country perhaps between."""
    if _after_honorific_or_title(table, index):
        return True
    country = table.countries.get(index - 1)
    return bool(country) and _after_honorific_or_title(table, index - 1)


def _after_honorific_or_title(table: Annotation, index: int) -> bool:
    if index == 0 or not table.adjoins(index):
        return False
    text, start = table.article.text, table.words[index].start
    for position in range(index - 1, max(-1, index - 5), -1):
        for found in (table.offices.get(position), table.lists["honorifics"].get(position)):
            if found and not text[found.end : start].strip():
                return True
        if position in table.lists["office_heads"] and position == index - 1:
            return table.words[position].text.startswith(ARTICLE)
    return False


def _part_of_longer_name(table: Annotation, index: int) -> bool:
    """Whether a given name stands directly before: somebody else of the same family."""
    if index == 0 or not table.adjoins(index):
        return False
    before = table.words[index - 1].text
    names = table.language.given_names
    return (before in names and zipf(before) > 3 and index - 1 not in table.people) or before in ("بن", "ال")
