"""Later mentions of a person by one name («الشيباني»), and lone names behind titles."""

from collections.abc import Mapping

from entities.extraction.annotation import Annotation
from entities.extraction.frequency import zipf
from entities.extraction.people import name_length, new_person_key
from entities.extraction.types import Entity, EntityKind, MentionSpan

# A last name that is also a common word («صالح», «الأسد») is taken up again only behind a title.
_COMMON_WORD = 4.8
_RARE_WORD = 3.5
_MOST_WORDS = 3
_FURTHEST_TITLE = 4
# Names of three syllables, none of them longer: the surname stands first, and is what the person goes by (تشو تاي يول).
_LONGEST_SYLLABLE = 4

_Bearers = Mapping[str, tuple[Entity, ...]]
"""By each name that is short for a full one: the people who are named so in full, in order."""


def short_names(table: Annotation, named: list[MentionSpan]) -> list[MentionSpan]:
    """Return later mentions by one name of a person whom the article names in full, and lone names.

    The former are marked in the table. A lone name behind a title, of somebody whom the article does not
    name in full, stays unresolved.
    """
    taken = {
        index
        for person in named
        for index in range(table.word_at(person.start), table.word_after(person.end))
    }
    found = _repeated(table, named, taken)
    return found + _unresolved(table, taken)


def _repeated(table: Annotation, named: list[MentionSpan], taken: set[int]) -> list[MentionSpan]:
    bearers = _bearers(table, named)
    if not bearers:
        return []
    article = table.language.grammar.article
    written = _written_beginnings(table, bearers)
    found: list[MentionSpan] = []
    for index in [index for index, word in enumerate(table.words) if word in written]:
        match = None if index in taken else _longest_short_name(table, index, bearers)
        if match is None:
            continue
        name, start, after = match
        titled = _after_title(table, index)
        alone = name == table.words[index]
        if alone and not titled and zipf(name) >= _COMMON_WORD and not name.startswith(article):
            continue
        if index - 1 in table.lists["not_acting"] or (not titled and _part_of_longer_name(table, index)):
            continue
        end = table.ends[after - 1]
        mention = MentionSpan(start, end, EntityKind.PERSON, bearers[name], "short_form", 0.85, "short")
        table.people[index] = mention
        found.append(mention)
        taken.update(range(index, after))
    return found


def _bearers(table: Annotation, named: list[MentionSpan]) -> _Bearers:
    language = table.language
    bearers: dict[str, dict[Entity, None]] = {}
    for person in named:
        parts = _name_parts(table, table.text[person.start : person.end])
        if len(parts) < 2:
            continue
        names = {parts[-1], " ".join(parts[-2:])} if len(parts) > 2 else {parts[-1]}
        eastern = all(len(part) <= _LONGEST_SYLLABLE for part in parts)
        if parts[0] not in language.given_names or zipf(parts[0]) < 3 or eastern:
            names.add(parts[0])
        if len(parts) >= 3:
            names.add(f"{parts[0]} {parts[-1]}")
            if parts[1] in language.words["name_chain"]:
                names.add(" ".join(parts[1:3]))
        for name in names:
            bearers.setdefault(name, {}).update(dict.fromkeys(_meant(person)))
    return {name: tuple(people) for name, people in bearers.items()}


def _name_parts(table: Annotation, name: str) -> list[str]:
    """The parts of a folded name, عبد kept with what follows it; ابن only where the name begins with it."""
    words = table.language.words
    parts: list[str] = []
    for word in name.replace("-", " ").split():
        joined = parts and parts[-1] in words["name_beginnings"]
        if joined and not (parts[-1] in words["filiation"] and len(parts) > 1):
            parts[-1] = f"{parts[-1]} {word}"
        else:
            parts.append(word)
    return parts


def _meant(person: MentionSpan) -> tuple[Entity, ...]:
    if person.new_name:
        return (Entity(EntityKind.PERSON, new_person_key(person.new_name)),)
    return person.candidates


def _written_beginnings(table: Annotation, names: _Bearers) -> set[str]:
    """Every word with which one of the names can begin in running text."""
    first = {name.split(" ")[0] for name in names}
    grammar = table.language.grammar
    written = first | {prefix + word for word in first for prefix in grammar.before_names}
    if grammar.article_with_li:
        cut = len(grammar.article)
        written |= {
            grammar.article_with_li + word[cut:] for word in first if word.startswith(grammar.article)
        }
    return written


def _longest_short_name(table: Annotation, index: int, bearers: _Bearers) -> tuple[str, int, int] | None:
    """The name that begins at the word, where it starts, and the index of the word after it."""
    word, start = table.words[index], table.starts[index]
    grammar = table.language.grammar
    for length in range(_MOST_WORDS, 0, -1):
        last = index + length
        if last > len(table.words) or any(not table.adjoins(i) for i in range(index + 1, last)):
            continue
        tail = table.words[index + 1 : last]
        for prefix in ("", *grammar.before_names):
            if prefix and (not word.startswith(prefix) or len(word) < 4):
                continue
            name = " ".join((word[len(prefix) :], *tail))
            if name in bearers and len(name) > 2:
                return name, start + len(prefix), last
        li = grammar.article_with_li
        if li and word.startswith(li) and len(word) >= 4:
            name = " ".join((grammar.article + word[len(li) :], *tail))
            if name in bearers:
                return name, start + 1, last
    return None


def _unresolved(table: Annotation, taken: set[int]) -> list[MentionSpan]:
    language = table.language
    behind = {office.after for office in table.offices.values()}
    behind |= {honorific.after for honorific in table.lists["honorifics"].values()}
    behind |= {head + 1 for head in table.lists["office_heads"]}
    found = []
    for index in sorted(behind - taken):
        if not 0 < index < len(table.words) or not _after_honorific_or_title(table, index):
            continue
        if index in table.countries or index in table.offices or index in table.organizations:
            continue
        if table.written(index) in language.grammar.never_lone_names:
            continue
        word = table.words[index]
        follower = table.words[index + 1] if index + 1 < len(table.words) else ""
        surname = word.startswith(language.grammar.article) and word not in language.not_names
        if surname or name_length([word], language) == 1:
            rare = zipf(word) < _RARE_WORD or (not surname and word in language.given_names)
            if rare and follower not in language.words["name_chain"] and len(word) > 2:
                start, end = table.starts[index], table.ends[index]
                found.append(MentionSpan(start, end, EntityKind.PERSON, (), "lone_name", 0.5, "short"))
    return found


def _after_title(table: Annotation, index: int) -> bool:
    """Whether a title stands before the word, an adjective of a country perhaps between."""
    if _after_honorific_or_title(table, index):
        return True
    return index - 1 in table.countries and _after_honorific_or_title(table, index - 1)


def _after_honorific_or_title(table: Annotation, index: int) -> bool:
    if index == 0 or not table.adjoins(index):
        return False
    text, start = table.text, table.starts[index]
    for position in range(index - 1, max(-1, index - 1 - _FURTHEST_TITLE), -1):
        for found in (table.offices.get(position), table.lists["honorifics"].get(position)):
            if found and found.end <= start and not text[found.end : start].strip():
                return True
        if position in table.lists["office_heads"] and position == index - 1:
            return table.words[position].startswith(table.language.grammar.article)
    return False


def _part_of_longer_name(table: Annotation, index: int) -> bool:
    """Whether a given name stands directly before: somebody else of the same family."""
    if index == 0 or not table.adjoins(index):
        return False
    before = table.words[index - 1]
    language = table.language
    if before in language.words["name_chain"]:
        return True
    return before in language.given_names and zipf(before) > 3 and index - 1 not in table.people
