"""From bytes to text without guessing: what cannot be read for certain is refused, never repaired silently.

The order is byte order mark, strict UTF-8, the declared charset, and windows-1256 where the result proves to
be Arabic. Statistical guessers fail on short Arabic text, and ISO-8859-6 or UTF-8 read as windows-1256 gives
Arabic letters too; so the words decide, and what stays ambiguous is left to a person.
"""

import codecs
import re
from dataclasses import dataclass

from articles.arabic import fold
from articles.parsers.types import Unreadable

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PK\x03\x04", "zip or office document"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0", "old office document"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "SQLite database"),
)
_CONTROL_BYTES = bytes(set(range(0x20)) - set(b"\t\n\v\f\r")) + b"\x7f"
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ESCAPED_BYTES = re.compile("[\udc80-\udcff]")

# Charsets that a page may declare and that are taken at their word when their result reads as text. A closed
# list: Python knows "codecs" such as zlib or unicode_escape, which a hostile declaration must not reach.
_CHARSETS = frozenset(
    {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
    | {"iso8859-6", "mac-arabic", "cp720", "koi8-r", "koi8-u"}
    | {f"cp{page}" for page in range(1250, 1259)}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 7, 8, 9, 13, 15)}
    | {"gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"}
)
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}

_SAMPLE = 100_000
"""Characters that are looked at to judge whether a decoded text is Arabic."""
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = (
    "في من على إلى عن أن إن التي الذي هذا هذه ذلك مع بعد قبل بين خلال قال وقال أكد وأكد كان كانت وكان كما قد "
    "وقد لا لم لن ما هو هي أو ثم حيث عند منذ حتى غير كل أي وفي ومن وعلى أنه أنها إنه به له فيه عليه يوم عام"
)
_COMMON_WORDS = frozenset(fold(_COMMON).split())


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, with line breaks as ``\\n``, and the charset it was read by (a Python codec name)."""

    text: str
    encoding: str


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Decode a raw record; ``declared`` is the charset its container or markup claims.

    Raises :class:`Unreadable` for an empty file, a binary file, broken UTF-8 (with the byte's offset) and an
    encoding that cannot be told. NUL characters and lone surrogates never pass.
    """
    decoded = _by_mark(content) or _by_declared_unicode(content, declared)
    if decoded is None:
        if not content.strip():
            raise Unreadable("empty file")
        if kind := binary_kind(content):
            raise Unreadable(f"binary file ({kind})")
        decoded = _without_mark(content, declared)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not text.strip(" \t\n\v\f\u00a0\u200b"):
        raise Unreadable("empty file")
    if "\0" in text or _too_many(len(_CONTROLS.findall(text)), len(text)):
        raise Unreadable("binary file (control characters)")
    return Decoded(text, decoded.encoding)


def binary_kind(content: bytes) -> str:
    """Say what kind of binary file these bytes (or the first of a file) are; empty if they may be text."""
    if kind := magic_kind(content):
        return kind
    if any(content.startswith(mark) for mark, _ in _BOMS):
        return ""
    if b"\0" in content:
        return "NUL bytes"
    controls = len(content) - len(content.translate(None, delete=_CONTROL_BYTES))
    return "control characters" if _too_many(controls, len(content)) else ""


def magic_kind(content: bytes) -> str:
    """Say what kind of binary file the first bytes prove; empty where they prove none."""
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), "")


def _too_many(controls: int, length: int) -> bool:
    """Scraped text has a stray control character here and there; one in a hundred is no text."""
    return controls * 100 > length


def _by_mark(content: bytes) -> Decoded | None:
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], charset, len(mark))
    return None


def _by_declared_unicode(content: bytes, declared: str | None) -> Decoded | None:
    """UTF-16 and UTF-32 without a mark are full of NUL bytes: they are tried before the look for those."""
    charset = _charset(declared)
    wide = charset.startswith(("utf-16", "utf-32")) and b"\0" in content
    return _strict(content, charset, 0) if wide else None


def _strict(content: bytes, charset: str, offset: int) -> Decoded:
    try:
        return Decoded(content.decode(charset), charset)
    except UnicodeDecodeError as error:
        raise Unreadable(f"broken {charset.upper()} at byte {offset + error.start}") from None


def _without_mark(content: bytes, declared: str | None) -> Decoded:
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        bad_byte = error.start
    if _mostly_utf8(content):  # before single-byte charsets, which would read it as rubbish without complaint
        raise Unreadable(f"broken UTF-8 at byte {bad_byte}")
    charset = _charset(declared)
    if charset:
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            pass  # the declaration is wrong; the bytes may still be Arabic
        else:
            if not _CONTROLS.search(text) and (_is_arabic(text) or not _is_mojibake(text)):
                return Decoded(text, charset)
    text = content.decode("cp1256")
    if _is_arabic(text):
        return Decoded(text, "cp1256")
    raise Unreadable(f"unknown encoding: not UTF-8 (byte {bad_byte}), and not clearly Arabic in windows-1256")


def _charset(declared: str | None) -> str:
    """The codec for a declared charset, empty where it is unknown or not to be trusted."""
    try:
        name = codecs.lookup((declared or "").strip()).name
    except (LookupError, ValueError):  # ValueError: NUL or surrogates in the name
        return ""
    name = _AS_BROWSERS_DO.get(name, name)
    return name if name in _CHARSETS else ""


def _mostly_utf8(content: bytes) -> bool:
    """Whether well-formed sequences outnumber the bytes that are not UTF-8."""
    text = content.decode("utf-8", "surrogateescape")
    bad = len(_ESCAPED_BYTES.findall(text))
    good = sum(1 for char in text if char > "\x7f") - bad
    return good > bad


def _is_arabic(text: str) -> bool:
    """Whether letters and words are those of Arabic: with wrong charsets, letters may be, words are not."""
    words = _WORD.findall(text[:_SAMPLE])
    foreign = sum(1 for word in words for char in word if char > "\x7f" and not _arabic_letter(char))
    arabic = [word for word in words if _arabic_letter(word[0])]
    letters = sum(map(len, arabic))
    if foreign * 20 > letters:
        return False
    common = sum(
        1 for word in arabic if fold(word) in _COMMON_WORDS or (word.startswith("ال") and len(word) > 3)
    )
    return common > 0 and common * 5 >= len(arabic)


def _is_mojibake(text: str) -> bool:
    """Whether accented Latin letters abound: no language is so, but Arabic bytes read as Latin are."""
    letters = [char for char in text[:_SAMPLE] if char.isalpha()]
    return sum(1 for char in letters if "\x80" <= char <= "\u024f") * 10 > len(letters) * 4


def _arabic_letter(char: str) -> bool:
    return "\u0620" <= char <= "\u06d5"
