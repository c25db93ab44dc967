"""What a parser hands on: articles as they stand in a raw record, before anything is stored."""

from dataclasses import dataclass
from enum import StrEnum

from articles.dates import DateRange


class SectionKind(StrEnum):
    TITLE = "title"
    BODY = "body"
    POST = "post"


class DateBasis(StrEnum):
    """How the publication date of an article is known."""

    STATED = "stated"
    POSTS = "posts"
    FEED = "feed"
    MARKUP = "markup"
    URL = "url"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Section:
    """A half-open span of the article's text, in code points."""

    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """A post of a social network embedded in an article; ``start:end`` is its section of the text."""

    author: str
    handle: str
    published: DateRange | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedLink:
    """A "read also" line."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One news text found in a raw record.

    ``text`` begins with the title; ``sections`` cover it in reading order and do not overlap (line breaks
    between them belong to none). ``published`` is None exactly when ``published_basis`` is ``none``.
    ``problems`` says in plain words what could not be used, such as a date that no calendar has; the words
    themselves stay in the body.
    """

    position: int
    title: str
    text: str
    sections: tuple[Section, ...]
    published: DateRange | None = None
    published_basis: DateBasis = DateBasis.NONE
    source_name: str = ""
    keyword_line: str = ""
    language: str = "ar"
    canonical_url: str = ""
    links: tuple[ParsedLink, ...] = ()
    posts: tuple[ParsedPost, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser read in one record: its articles, and the charset that its bytes were read by."""

    articles: tuple[ParsedArticle, ...]
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What the operator says about records, the same for all of an import.

    ``source`` is the source of articles that name none. ``fields`` are pairs of one of our names and the name
    of the field that holds it, for records with named fields; an own name that stands in them is looked for
    nowhere else.
    """

    source: str = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One raw record: a whole file, or one line of a file of lines.

    ``locator`` says where in the container it stood (``line 17``), empty for a whole file.
    """

    content: bytes
    locator: str = ""


class Unreadable(ValueError):  # noqa: N818 - it names the record, as the run counts it
    """A record that cannot be read as articles; the message is one plain line for the operator."""
