"""RSS and Atom: entries as articles."""

import io
import json

import pytest

from articles.parsers import feeds
from articles.parsers.streams import Rejected
from articles.parsers.types import DateBasis, ParsedArticle, ParsedLink, ParseOptions, Unreadable
from tests.articles.parsers.samples import PARAGRAPHS, TEXT, TITLE

BODY = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>صحيفة الغد</title><language>ar-SY</language><link>https://news.example/</link>
<item><title>{TITLE}</title><link>https://news.example/1</link><description>موجز</description>
<content:encoded><![CDATA[{BODY}<p><strong>اقرأ أيضاً:</strong> <a href="https://news.example/0">عنوان سابق عن الجسر</a></p>]]>
</content:encoded><pubDate>Tue, 18 Jun 2024 23:30:00 +0300</pubDate>
<category>جسر</category><category>نهر</category><guid>17</guid></item>
<item><title>بلا نص</title><link>javascript:alert(1)</link></item>
<item><title>خبر قصير</title><description>نص قصير &amp;amp; لا أكثر &lt;b&gt;فيه&lt;/b&gt;.</description><link>file:///etc/passwd</link></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>صحيفة الغد</title>
<entry><title type="html">افتتاح &lt;i&gt;جسر&lt;/i&gt;</title><link href="https://news.example/1"/>
<published>2024-06-18T10:00:00Z</published><updated>2024-06-19T10:00:00Z</updated>
<source><title>وكالة النهر</title></source><content type="html">{BODY.replace("<", "&lt;")}</content></entry></feed>"""


def entries(content: str | bytes) -> list[bytes | str]:
    data = content.encode() if isinstance(content, str) else content
    return [
        record.reason if isinstance(record, Rejected) else record.content
        for record in feeds.records(io.BytesIO(data))
    ]


def read(entry: bytes | str) -> ParsedArticle:
    assert isinstance(entry, bytes)
    (article,) = feeds.parse(entry, ParseOptions()).articles
    return article


def test_rss() -> None:
    first, second, third = entries(RSS)
    article = read(first)
    assert (article.title, article.text) == (TITLE, TEXT)
    assert article.published
    assert (article.published.edtf, article.published_basis) == ("2024-06-18", DateBasis.FEED)
    assert (article.source_name, article.language) == ("صحيفة الغد", "ar")
    assert (article.canonical_url, article.keyword_line) == ("https://news.example/1", "جسر، نهر")
    assert article.links == (ParsedLink("عنوان سابق عن الجسر", "https://news.example/0"),)
    with pytest.raises(Unreadable, match="no text"):
        read(second)
    article = read(third)
    assert article.text == "خبر قصير\nنص قصير & لا أكثر فيه."
    assert article.canonical_url == ""
    assert article.problems == ("no address of the web: 'file://etc/passwd'",)


def test_atom() -> None:
    (entry,) = entries(ATOM)
    article = read(entry)
    assert (article.title, article.source_name) == ("افتتاح جسر", "وكالة النهر")
    assert article.published
    assert article.published.edtf == "2024-06-18"
    assert article.text.splitlines()[1:] == list(PARAGRAPHS)


def test_an_entry_is_the_same_record_wherever_it_stands() -> None:
    shorter = RSS[: RSS.index("<item><title>بلا نص")] + "</channel></rss>"
    assert entries(shorter)[0] == entries(RSS)[0]


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (RSS[: RSS.index("<item><title>خبر")], 2),  # cut off
        (RSS.replace("utf-8", "windows-1256", 1).encode("cp1256", "ignore"), 3),
        (RSS.replace("<channel>", "<channel>\0", 1), 3),
        ("\ufeff" + RSS, 3),
        (RSS.replace("&amp;amp;", "&nbsp;"), 3),
    ],
)
def test_malformed_feeds_are_read_as_far_as_they_go(content: str | bytes, count: int) -> None:
    found = entries(content)
    assert len(found) == count
    assert read(found[0]).title == TITLE


def test_entries_that_a_malformed_feed_swallows_are_told() -> None:
    *found, reason = entries(RSS.replace("</title>", "", 1))
    assert (len(found), reason) == (2, "1 of 3 entries cannot be read: the feed is malformed")


def test_a_feed_without_entries_says_so() -> None:
    assert entries("<rss><channel><title>a</title></channel></rss>") == ["no entries in the feed"]
    assert entries("") == ["empty file"]


def test_a_path_is_no_feed() -> None:
    """feedparser opens strings that are paths or addresses."""
    assert entries("/etc/passwd") == ["no entries in the feed"]


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))


def test_entities_are_not_expanded_without_end() -> None:
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>' + RSS.split("?>", 1)[1]
    (reason, *_) = entries_or_reason(bomb.replace("موجز", "&l12;"))
    assert reason
    external = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + RSS.split("?>", 1)[1]
    )
    assert not any("root:" in str(found) for found in entries_or_reason(external.replace("موجز", "&x;")))


def entries_or_reason(content: str) -> list[bytes | str]:
    try:
        found = entries(content)
    except Unreadable as error:
        return [str(error)]
    assert max(map(len, found)) < 100_000
    return found


def test_records_are_json() -> None:
    assert json.loads(entries(RSS)[0])["id"] == "17"
