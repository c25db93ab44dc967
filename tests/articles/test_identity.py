"""Addresses of one page, and of different ones; texts that are the same, and that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.identity import address_key, article_digest, clean_address, host_of, plain_text, text_key

CLEANED = [
    ("https://Example.ORG/A?utm_source=x&id=5&fbclid=1#top", "https://example.org/A?id=5"),
    ("http://example.org:80/a", "http://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("https://example.org:8443/a", "https://example.org:8443/a"),
    ("https://example.org", "https://example.org/"),
    ("https://example.org/a?", "https://example.org/a"),
    ("https://example.org/#!/news/5", "https://example.org/#!/news/5"),
    ("https://user:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/مقال/5?ref_src=twsrc", "https://example.org/مقال/5"),
    ("https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"),
    ("https://[broken/a", "https://[broken/a"),
    ("https://example.org:port/a", "https://example.org:port/a"),
    ("", ""),
    ("no address", "no address"),
]

ONE_PAGE = [
    ("https://example.org/a", "http://www.example.org/a/"),
    ("https://example.org/a", "https://EXAMPLE.org:443/a#comments"),
    ("https://example.org/a", "https://example.org/a?utm_campaign=x&gclid=y&igshid=z"),
    ("https://example.org/?b=2&a=1", "https://example.org/?a=1&b=2"),
    ("https://example.org/مقال", "https://example.org/%D9%85%d9%82%D8%A7%D9%84"),
    ("https://example.org/~x", "https://example.org/%7Ex"),
    ("https://مثال.example/a", "https://xn--mgbh0fb.example/a"),
]

DIFFERENT_PAGES = [
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a", "https://example.org/b"),
    ("https://example.org/a", "https://news.example.org/a"),
    ("https://example.org/a", "https://example.org:8080/a"),
    ("https://example.org/?id=1", "https://example.org/?id=2"),
    # These name pages on many a site, whatever else they may mean.
    ("https://example.org/news?cid=1", "https://example.org/news?cid=2"),
    ("https://example.org/news?ref=1", "https://example.org/news?ref=2"),
    ("https://example.org/news?source=1", "https://example.org/news?source=2"),
    ("https://example.org/gallery?eid=1", "https://example.org/gallery?eid=2"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/#!/1", "https://example.org/#!/2"),
]


@pytest.mark.parametrize(("url", "cleaned"), CLEANED)
def test_clean_address(url: str, cleaned: str) -> None:
    assert clean_address(url) == cleaned
    assert clean_address(cleaned) == cleaned


@pytest.mark.parametrize(("one", "other"), ONE_PAGE)
def test_spellings_of_one_address(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) is not None


@pytest.mark.parametrize(("one", "other"), DIFFERENT_PAGES)
def test_addresses_of_different_pages(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    "url",
    ["", "no address", "https://example.org", "https://example.org/", "ftp://example.org/a"],
)
def test_no_page(url: str) -> None:
    assert address_key(url) is None


def test_articles_of_one_page_have_keys_of_their_own() -> None:
    assert address_key("https://example.org/a", 1) == address_key("https://example.org/a")
    assert address_key("https://example.org/a", 2) != address_key("https://example.org/a")


@given(st.text(max_size=60))
def test_whatever_stands_for_an_address_is_read(tail: str) -> None:
    url = f"https://example.org/{tail}"
    key = address_key(url)
    assert key is None or -(2**63) <= key < 2**63
    assert address_key(clean_address(url)) == key


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.Example.org/a", "example.org"), ("", ""), ("no address", ""), ("https://[x/a", "")],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("خبر  واحد\n", "خبر واحد", True),
        ("caf\u00e9", "cafe\u0301", True),
        ("خبر واحد", "خبر واحد.", False),
        ("أخبار", "اخبار", False),
    ],
)
def test_same_texts(one: str, other: str, same: bool) -> None:
    first, second = plain_text(one), plain_text(other)
    assert (text_key(first) == text_key(second)) == same
    assert (article_digest("سانا", first) == article_digest("سانا", second)) == same
    assert article_digest("سانا", first) != article_digest("رويترز", first)
