"""From bytes to text: what is read, what is refused, and in which words."""

import pytest

from articles.parsers.encoding import decode
from articles.parsers.types import Unreadable

NEWS = "أعلن المتحدث باسم الوزارة أن الاجتماع المقبل سيعقد في العاصمة، بعد أسبوع من اليوم."
FRENCH = "Le président a été reçu à l'Élysée."

READ = {
    # name: bytes, declared charset, text, charset it was read by
    "plain UTF-8": (NEWS.encode(), None, NEWS, "utf-8"),
    "UTF-8 with mark": (b"\xef\xbb\xbf" + NEWS.encode(), None, NEWS, "utf-8"),
    "UTF-8 with two marks": (b"\xef\xbb\xbf" * 2 + NEWS.encode(), None, NEWS, "utf-8"),
    "UTF-16 with mark": (b"\xff\xfe" + NEWS.encode("utf-16-le"), None, NEWS, "utf-16-le"),
    "big-endian UTF-16 with mark": (b"\xfe\xff" + NEWS.encode("utf-16-be"), None, NEWS, "utf-16-be"),
    "UTF-32 with mark": (b"\xff\xfe\0\0" + NEWS.encode("utf-32-le"), None, NEWS, "utf-32-le"),
    "declared UTF-16": (NEWS.encode("utf-16-le"), "utf-16-le", NEWS, "utf-16-le"),
    "UTF-8 whatever is declared": (NEWS.encode(), "windows-1256", NEWS, "utf-8"),
    "UTF-8 though UTF-16 is declared": (NEWS.encode(), "utf-16", NEWS, "utf-8"),
    "windows-1256": (NEWS.encode("cp1256"), None, NEWS, "cp1256"),
    "windows-1256 declared": (NEWS.encode("cp1256"), "Windows-1256", NEWS, "cp1256"),
    "windows-1256 declared Latin": (NEWS.encode("cp1256"), "iso-8859-1", NEWS, "cp1256"),
    "windows-1256 declared UTF-8": (NEWS.encode("cp1256"), "utf-8", NEWS, "cp1256"),
    "windows-1256 declared nonsense": (NEWS.encode("cp1256"), "x\0-unknown", NEWS, "cp1256"),
    "a short line in windows-1256": (
        "زيارة الوزير إلى الشمال".encode("cp1256"),
        None,
        "زيارة الوزير إلى الشمال",
        "cp1256",
    ),
    "ISO-8859-6 declared": (NEWS.encode("iso8859-6"), "ISO-8859-6", NEWS, "iso8859-6"),
    "French declared": (FRENCH.encode("cp1252"), "latin1", FRENCH, "cp1252"),
    "line breaks of Windows": ("سطر\r\nسطر\rسطر".encode(), None, "سطر\nسطر\nسطر", "utf-8"),
    "a stray control character": ((NEWS + "\x02" + NEWS).encode(), None, NEWS + "\x02" + NEWS, "utf-8"),
}

REFUSED = {
    # name: bytes, declared charset, message
    "empty": (b"", None, "empty file"),
    "white space": (b" \r\n\t ", None, "empty file"),
    "only a mark": (b"\xef\xbb\xbf", None, "empty file"),
    "invisible": ("\u00a0\u200b\n".encode(), None, "empty file"),
    "NUL bytes": (b"text\0text", None, r"binary file \(NUL bytes\)"),
    "NUL behind a mark": (b"\xef\xbb\xbftext\0text", None, "binary file"),
    "NUL in UTF-16": (b"\xff\xfe" + "a\0b".encode("utf-16-le"), None, "binary file"),
    "gzip": (b"\x1f\x8b\x08 and so on", None, r"binary file \(gzip\)"),
    "zip": (b"PK\x03\x04 and so on", None, "binary file"),
    "PDF": (b"%PDF-1.7 and so on", None, r"binary file \(PDF\)"),
    "control characters": (b"\x01\x02\x03 \x04\x05", None, "binary file"),
    "broken UTF-8": (NEWS.encode()[:21] + b"\xff" + NEWS.encode()[21:], None, "broken UTF-8 at byte 21$"),
    "cut UTF-8": (NEWS.encode() + b"\xd8", None, f"broken UTF-8 at byte {len(NEWS.encode())}$"),
    "a surrogate in UTF-8": (NEWS.encode() + b"\xed\xa0\x80", None, "broken UTF-8"),
    "broken UTF-8 behind a mark": (b"\xef\xbb\xbf" + b"abc\xff", None, "broken UTF-8 at byte 6$"),
    "broken UTF-8 declared windows-1256": (NEWS.encode() + b"\xff", "cp1256", "broken UTF-8"),
    "half a unit of UTF-16": (b"\xff\xfe" + NEWS.encode("utf-16-le")[:-1], None, "broken UTF-16-LE at byte"),
    "half a surrogate pair in UTF-16": (b"\xff\xfea\0\0\xd8a\0", None, "broken UTF-16-LE at byte"),
    "ISO-8859-6 undeclared": (NEWS.encode("iso8859-6"), None, "unknown encoding"),
    "French undeclared": (FRENCH.encode("cp1252"), None, "unknown encoding"),
    "too little to tell": ("قمر".encode("cp1256"), None, "unknown encoding"),
    "no text codec may be declared": (b"\xc7\xe1 caf\xe9", "unicode_escape", "unknown encoding"),
}


@pytest.mark.parametrize(("content", "declared", "text", "charset"), READ.values(), ids=READ)
def test_decode(content: bytes, declared: str | None, text: str, charset: str) -> None:
    decoded = decode(content, declared)
    assert (decoded.text, decoded.encoding) == (text, charset)


@pytest.mark.parametrize(("content", "declared", "message"), REFUSED.values(), ids=REFUSED)
def test_decode_refuses(content: bytes, declared: str | None, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        decode(content, declared)
