"""Pages as aggregators of Arabic news store them: an article, its trimmings, and perhaps further articles.

A page runs: title, «تاريخ النشر:» date, body, «اقرأ أيضاً» links, «المصدر:» source, «كلمات دلالية:»
keywords, «إقرأ أيضاً:» and a further article. Any part may be missing, repeated, glued to the next, elsewhere,
or spelled otherwise. "Read also" lines cut the page into blocks; the lines behind decide what one begins:

- links, where headlines follow and then the end of the block or other labelled lines;
- an article, where a headline and paragraphs follow, and the article before is complete (it had its source or
  keywords, or a list of links), or the label stands alone and no source or keywords are still to come;
- one link amid the body, where a headline stands behind the label, and paragraphs follow.

What is not understood stays in the body.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from articles.dates import DateRange
from articles.parsers import datelines, labels
from articles.parsers.labels import Label, Line, title_like
from articles.parsers.layout import can_be_title, compose, date_of_posts, language_of, paragraphs
from articles.parsers.posts import read_attribution
from articles.parsers.types import DateBasis, ParsedArticle, ParsedLink, Unreadable

MOST_ARTICLES = 1000
MOST_LINKS = 1000
"""A page has a few of either; more is a hostile file or one of another format."""

_LONGEST_DATELINE = 30
_MOST_KEYWORD_WORDS = 4


class _Role(Enum):
    """What a "read also" line begins."""

    ARTICLE = auto()
    LINKS = auto()
    ONE_LINK = auto()
    NOTHING = auto()


@dataclass(slots=True)
class _Draft:
    """An article while its lines are read."""

    title: str = ""
    further: bool = False
    """Not the first of its page."""
    untitled: str = ""
    """Why the first line cannot be the title; no later line can then."""
    body: list[str] = field(default_factory=list)
    source: str = ""
    keywords: list[str] = field(default_factory=list)
    links: list[ParsedLink] = field(default_factory=list)
    published: DateRange | None = None
    problems: list[str] = field(default_factory=list)
    complete: bool = False
    """Source or keywords have stood behind the body."""
    listed: bool = False
    """A list of links has stood behind the body."""

    @property
    def begun(self) -> bool:
        return bool(self.title or self.untitled)


def parse(text: str) -> tuple[ParsedArticle, ...]:
    """Read the articles of a page, in its order; :class:`Unreadable` where none has a title.

    A first text without a title is no article: the next one says so among its problems, and keeps its
    position.
    """
    drafts = [_Draft()]
    for marker, lines in _blocks([labels.read_line(line) for line in paragraphs(text)]):
        draft = drafts[-1]
        if marker:
            role, run = _role(marker, lines, draft)
            if role is _Role.ARTICLE:
                draft = _next_draft(drafts)
                if marker.value:
                    _add_prose(draft, marker.value)
            elif role is _Role.NOTHING:
                lines = [Line(marker.text), *lines]
                draft.problems.append(f"{marker.text!r} begins neither links nor an article with a title")
            else:
                _add_links(draft, marker, lines[:run])
                draft.listed |= role is _Role.LINKS and len(lines[:run]) + bool(marker.value) > 1
                lines = lines[run:]
        _read_block(draft, lines)
    first, *others = drafts
    if not first.title:
        reason = f"no title: {first.untitled or 'no line that could be one'}"
        if not others:
            raise Unreadable(reason)
        others[0].problems.insert(0, f"the text before it is not stored as an article: {reason}")
    titled = enumerate(drafts, 1) if first.title else enumerate(others, 2)
    return tuple(_finish(draft, position) for position, draft in titled)


def _blocks(lines: list[Line]) -> Iterator[tuple[Line | None, list[Line]]]:
    """Cut the page before each "read also" line; the first block has none."""
    marker: Line | None = None
    block: list[Line] = []
    for line in lines:
        if line.label is Label.READ_ALSO:
            yield marker, block
            marker, block = line, []
        else:
            block.append(line)
    yield marker, block


def _role(marker: Line, lines: list[Line], draft: _Draft) -> tuple[_Role, int]:
    """What the marker begins, and how many lines behind it are titles of links."""
    run = _headlines(lines)
    if not _prose_follows(lines[run:], past_trimmings=draft.complete):
        return _Role.LINKS, run
    if marker.aggregators_own and _begins_article(marker, lines, run, draft):
        return _Role.ARTICLE, 0
    if marker.value:
        return _Role.ONE_LINK, 0
    return (_Role.LINKS, run) if run else (_Role.NOTHING, 0)


def _begins_article(marker: Line, lines: list[Line], run: int, draft: _Draft) -> bool:
    """Whether an article begins at the marker, given that ``run`` headlines and then prose follow."""
    if draft.complete or not draft.begun:
        return bool(marker.value) or _title_and_more(lines)
    if marker.value or not run:
        return False
    return draft.listed or (run == 1 and _stands_alone(marker, lines, draft))


def _title_and_more(lines: list[Line]) -> bool:
    prose = [line.text for line in lines if line.label is Label.PROSE]
    return len(prose) > 1 and can_be_title(prose[0])


def _stands_alone(marker: Line, lines: list[Line], draft: _Draft) -> bool:
    """Whether a lone headline with paragraphs behind is an article, though nothing closed the one before.

    Where source or keywords are still to come they may be those of the article before, and the headline a
    link amid its body. A date line behind the headline decides, or the form of the marker: aggregators set
    their own with a colon and mostly with hamza, and further articles seldom have a source to come.
    """
    closes_later = any(line.label in (Label.SOURCE, Label.KEYWORDS) for line in lines)
    dated = len(lines) > 1 and lines[1].label is Label.DATE
    return dated or not closes_later or (marker.colon and (marker.hamza or draft.further))


def _headlines(lines: list[Line]) -> int:
    """How many lines from the first on look like titles of links."""
    count = 0
    for line in lines:
        before_paragraph = count + 1 < len(lines) and _paragraph(lines[count + 1])
        if not _headline(line) or (count and before_paragraph and _dateline(line.text)):
            break
        count += 1
    return count


def _headline(line: Line) -> bool:
    return line.label is Label.PROSE and title_like(line.text) and read_attribution(line.text) is None


def _paragraph(line: Line) -> bool:
    return line.label is Label.PROSE and not _headline(line)


def _dateline(text: str) -> bool:
    """«دمشق - سانا»: place and agency, on a line of their own before the body."""
    return len(text) <= _LONGEST_DATELINE and any(mark in text for mark in (" - ", " – ", " — ", "/", "("))


def _prose_follows(lines: list[Line], past_trimmings: bool) -> bool:
    """Whether prose comes next, past a date line or, behind a complete article, any labelled line."""
    skipped = (Label.DATE, Label.SOURCE, Label.KEYWORDS) if past_trimmings else (Label.DATE,)
    following = next((line for line in lines if line.label not in skipped), None)
    return following is not None and following.label is Label.PROSE


def _next_draft(drafts: list[_Draft]) -> _Draft:
    if drafts[-1].begun:
        if len(drafts) >= MOST_ARTICLES:
            raise Unreadable(f"more than {MOST_ARTICLES} articles in one page")
        drafts.append(_Draft(further=True))
    return drafts[-1]


def _add_links(draft: _Draft, marker: Line, lines: list[Line]) -> None:
    titles = [title for title in (marker.value, *(line.text for line in lines)) if title]
    draft.links += (ParsedLink(title.lstrip("-–—•*●▪» \t") or title) for title in titles)
    if len(draft.links) > MOST_LINKS:
        raise Unreadable(f"more than {MOST_LINKS} links in one article")


def _read_block(draft: _Draft, lines: list[Line]) -> None:
    """Read lines up to the next "read also"; labels count where they stand before or behind the body."""
    last_paragraph = max((number for number, line in enumerate(lines) if _paragraph(line)), default=-1)
    next_number = 0
    while next_number < len(lines):
        number = next_number
        line, next_number = _with_value_below(lines, number)
        placed = number > last_paragraph or not draft.body or _beside_label(lines, number)
        if line.label is Label.DATE:
            _add_date(draft, line)
        elif line.label is Label.SOURCE and line.value and placed:
            _add_source(draft, line)
        elif line.label is Label.KEYWORDS and line.value and (placed or line.colon):
            draft.keywords.append(line.value)
            draft.complete |= bool(draft.body)
        elif line.label is Label.BYLINE and draft.title and placed:
            continue  # who wrote it is no part of what is told
        elif line.label is Label.PROSE:
            _add_prose(draft, line.text)
        else:
            draft.body.append(line.text)


def _beside_label(lines: list[Line], number: int) -> bool:
    return any(line.label is Label.KEYWORDS for line in lines[max(0, number - 1) : number + 2])


def _with_value_below(lines: list[Line], number: int) -> tuple[Line, int]:
    """The line, and the number of the next; a label on a line of its own takes its value from below."""
    line, below = lines[number], lines[number + 1 : number + 2]
    if line.label is Label.PROSE or line.value or not below:
        return line, number + 1
    if line.label is Label.KEYWORDS:
        words = _keywords_below(lines, number + 1)
        return replace(line, value="، ".join(words)), number + 1 + len(words)
    value = below[0].text
    if line.label is Label.DATE:
        fits = below[0].label is Label.DATE and value == below[0].value
    else:
        fits = below[0].label is Label.PROSE and labels.is_source_name(value)
    if not fits:
        return line, number + 1
    return replace(line, text=f"{line.text} {value}", value=value), number + 2


def _keywords_below(lines: list[Line], first: int) -> list[str]:
    """Keywords that stand one a line: the line below, whatever its length, and short ones below that."""
    end = first
    while end < len(lines) and _headline(lines[end]):
        if end > first and len(lines[end].text.split()) > _MOST_KEYWORD_WORDS:
            break
        end += 1
    return [line.text for line in lines[first:end]]


def _add_prose(draft: _Draft, text: str) -> None:
    if draft.begun or not any(map(str.isalpha, text)):
        draft.body.append(text)
    elif can_be_title(text):
        draft.title = text
    else:
        draft.untitled = f"the first line is a paragraph of {len(text)} characters"
        draft.body.append(text)


def _add_date(draft: _Draft, line: Line) -> None:
    """Take the date the line states; what cannot be used stays in the body, with a problem that says why."""
    if line.value == line.text and draft.body:  # no label, and not at the head: an ordinary line
        draft.body.append(line.text)
        return
    day, problem = datelines.read(line.value)
    if day and draft.published in (None, day):
        draft.published = day
        return
    draft.body.append(line.text)
    draft.problems.append(
        f"second publication date {line.value!r}" if day else problem or f"no date in {line.text!r}"
    )


def _add_source(draft: _Draft, line: Line) -> None:
    name = labels.source_name(line.value)
    if draft.source in ("", name):
        draft.source = name
    else:
        draft.body.append(line.text)
        draft.problems.append(f"second source {name!r}")
    draft.complete |= bool(draft.body)


def _finish(draft: _Draft, position: int) -> ParsedArticle:
    layout = compose(draft.title, draft.body)
    published, basis = (draft.published, DateBasis.STATED) if draft.published else date_of_posts(layout.posts)
    return ParsedArticle(
        position=position,
        title=draft.title,
        text=layout.text,
        sections=layout.sections,
        published=published,
        published_basis=basis,
        source_name=draft.source,
        keyword_line="، ".join(draft.keywords),
        language=language_of(layout.text),
        links=tuple(draft.links),
        posts=layout.posts,
        problems=(*draft.problems, *layout.problems),
    )
