"""How title, paragraphs and posts become one text with sections; shared by every format.

``Article.text`` is the title, then the paragraphs in reading order, one a line. Lines between two posts are
one body section.
"""

import re
import unicodedata
from dataclasses import dataclass

from articles.arabic import fold, strip_bidi
from articles.dates import DateRange
from articles.parsers.posts import Attribution, read_attribution
from articles.parsers.types import DateBasis, ParsedPost, Section, SectionKind, Unreadable

_LONGEST_TITLE = 250
_LONGEST_WORD = 10_000
_LONGEST_SENTENCE_AS_TITLE = 100
"""Few titles end in a full stop, and those are short; a longer line that does is a paragraph."""
_CLOSERS = "\"'”’»)]} \u200e\u200f"
_INNER_STOP = re.compile(r"\w{3}\.\s+\w")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Layout:
    text: str
    sections: tuple[Section, ...]
    posts: tuple[ParsedPost, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    post: Attribution | None = None


def paragraphs(text: str) -> list[str]:
    """The lines that show something, trimmed, without characters that reorder what a reader sees."""
    lines = (line.strip() for line in strip_bidi(text).splitlines())
    return [line for line in lines if not _invisible(line)]


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does; "..." and "؟" end titles just as well."""
    bare = line.rstrip(_CLOSERS)
    return bare.endswith(".") and not bare.endswith("..")


def can_be_title(line: str) -> bool:
    """Whether the line can be a title: it has letters, and is neither over-long nor a paragraph."""
    if len(line) > _LONGEST_TITLE or not _WORD.search(line):
        return False
    return not ends_sentence(line) or (
        len(line) <= _LONGEST_SENTENCE_AS_TITLE and not _INNER_STOP.search(line)
    )


def compose(title: str, lines: list[str]) -> Layout:
    """Lay out title and paragraphs as one text, with the spans of its parts and the posts among them.

    A first paragraph that only repeats the title is left out. Raises :class:`Unreadable` for what is no text but
    data: a word that is longer than any.
    """
    for line in (title, *lines):
        if len(line) > _LONGEST_WORD and (longest := max(map(len, line.split()))) > _LONGEST_WORD:
            raise Unreadable(f"no text but data: a word of {longest:,} characters")
    if lines and fold(lines[0]) == fold(title):
        lines = lines[1:]
    parts = [title]
    sections = [Section(SectionKind.TITLE, 0, len(title))]
    posts: list[ParsedPost] = []
    problems: list[str] = []
    position = len(title)
    for piece in _pieces(lines):
        start, position = position + 1, position + 1 + len(piece.text)
        parts.append(piece.text)
        if piece.post:
            post = piece.post
            sections.append(Section(SectionKind.POST, start, position))
            posts.append(ParsedPost(post.author, post.handle, post.published, start, position))
            problems += [f"post by {post.handle}: {post.problem}"] if post.problem else []
        elif sections[-1].kind is SectionKind.BODY:
            sections[-1] = Section(SectionKind.BODY, sections[-1].start, position)
        else:
            sections.append(Section(SectionKind.BODY, start, position))
    return Layout("\n".join(parts), tuple(sections), tuple(posts), tuple(problems))


def date_of_posts(posts: tuple[ParsedPost, ...]) -> tuple[DateRange | None, DateBasis]:
    """The date that embedded posts give an article which states none: that of the earliest."""
    days = [post.published for post in posts if post.published]
    return (min(days, key=lambda day: day.sort_day), DateBasis.POSTS) if days else (None, DateBasis.NONE)


def language_of(text: str) -> str:
    """``ar`` where most letters are Arabic, else ``und`` (ISO 639 for undetermined): it is not guessed."""
    words = _WORD.findall(text[:2000])
    arabic = sum(len(word) for word in words if "\u0620" <= word[0] <= "\u06d5")
    return "ar" if arabic * 2 >= sum(map(len, words)) else "und"


def _pieces(lines: list[str]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for line in lines:
        post = read_attribution(line)
        if post is None:
            pieces.append(_Piece(line))
        elif not post.wordless:
            pieces.append(_Piece(post.text, post))
        elif pieces and pieces[-1].post is None:  # its words are the paragraph before
            pieces[-1] = _Piece("\n".join(filter(None, (pieces[-1].text, post.text))), post)
        elif post.text:
            pieces.append(_Piece(post.text, post))
        else:  # an attribution of nothing: kept as it stands
            pieces.append(_Piece(line))
    return pieces


def _invisible(line: str) -> bool:
    return all(char.isspace() or unicodedata.category(char) == "Cf" for char in line)
