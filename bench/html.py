"""Pages of HTML: own parser against trafilatura, on pages of an outlet with a shape, and of others.

Prints documents per CPU second (user and system, children included) and their ratios, medians of several runs in
one process, and checks that no text is lost.

    python -m bench.html --pages 200 --runs 5
"""

import argparse
import resource
import statistics
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import trafilatura

from articles.parsers import shapes
from articles.parsers.html import read_page
from bench import corpus

_SHAPE = """
name = "Benchmark Times"
domains = ["known.example"]
[page]
title = "h1.headline"
body = ".story-body"
read_also = ".inline-more, .related-news"
drop = ".share-bar"
"""
_SIZE = 38_000
_LINKS = 7
"""To further articles, on each page."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--pages", type=int, default=200)
    arguments.add_argument("--runs", type=int, default=5)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _with_outlet(Path(folder))
        for host in ("known.example", "unknown.example"):
            _compare(host, chosen.pages, chosen.runs)


def _with_outlet(folder: Path) -> None:
    """Let one outlet be known, and what is known of any page."""
    (folder / "known.toml").write_text(_SHAPE, "utf-8")
    common = shapes.FOLDER / "common.toml"
    (folder / common.name).write_bytes(common.read_bytes())
    shapes.FOLDER = folder
    shapes.known.cache_clear()


def _compare(host: str, count: int, runs: int) -> None:
    texts, pages = [], []
    for article in corpus.articles(count):
        lines = [line.strip() for line in article.text.splitlines() if line.strip()]
        texts.append(lines)
        pages.append(page(host, article.number, lines).encode())
    ours = [read_page(content).articles[0] for content in pages]
    complete = sum(article.text.splitlines() == lines for article, lines in zip(ours, texts, strict=True))
    assert complete == count, f"{count - complete} of {count} texts are not those of their pages"
    assert all(len(article.links) == _LINKS for article in ours), "links are missing"
    rates: dict[str, list[float]] = {"newsdb": [], "trafilatura": [], "trafilatura, fast": []}
    for _ in range(runs):
        rates["newsdb"].append(_rate(lambda content: read_page(content), pages))
        rates["trafilatura"].append(_rate(lambda content: _extract(content, fast=False), pages))
        rates["trafilatura, fast"].append(_rate(lambda content: _extract(content, fast=True), pages))
    size = sum(map(len, pages)) / count / 1000
    print(f"{host}: {count} pages of {size:.0f} kB, texts complete in {complete}")
    for name, found in rates.items():
        ratios = [own / other for own, other in zip(rates["newsdb"], found, strict=True)]
        print(
            f"  {name:18} {statistics.median(found):8.0f} documents per CPU second; "
            f"newsdb is {statistics.median(ratios):5.2f} times as fast"
        )


def _extract(content: bytes, fast: bool) -> None:
    """Text and metadata, as it comes."""
    found = trafilatura.bare_extraction(content, fast=fast, with_metadata=True)
    assert found


def _rate(read: Callable[[bytes], object], pages: Sequence[bytes]) -> float:
    before = _cpu_seconds()
    for content in pages:
        read(content)
    return len(pages) / (_cpu_seconds() - before)


def _cpu_seconds() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def page(host: str, number: int, lines: Sequence[str]) -> str:
    """A page as news sites have them: the article is a tenth of it."""
    title, *paragraphs = map(escape, lines)
    menu = "".join(
        f'<li class="item"><a href="/section/{n}" title="قسم">قسم الأخبار {n}</a></li>' for n in range(40)
    )
    cards = "".join(
        f'<div class="card"><a href="/news/{n}"><img src="/img/{n}.jpg" alt="" loading="lazy"></a>'
        f'<h4><a href="/news/{n}">عنوان خبر سابق رقم {n} في القسم نفسه</a></h4><span>قبل {n} ساعات</span></div>'
        for n in range(30)
    )
    related = "".join(f'<li><a href="/news/{n}">عنوان خبر ذي صلة رقم {n}</a></li>' for n in range(1, 7))
    middle = max(1, len(paragraphs) // 2)
    more = '<div class="inline-more read-also"><p>اقرأ أيضاً: <a href="/news/99">عنوان خبر يتصل بهذا الخبر</a></p></div>'
    body = [f"<p>{text}</p>" for text in paragraphs]
    body.insert(middle, more)
    text = (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title} | الموقع</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="الموقع">'
        f'<link rel="canonical" href="https://{host}/news/{number}">'
        f'<meta property="article:published_time" content="2024-06-18T10:00:00+03:00">'
        f'<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "WebSite", "name": "x"}}</script>'
        f"</head><body><header><nav><ul>{menu}</ul></nav></header><main><article>"
        f'<h1 class="headline">{title}</h1><div class="share-bar"><a href="/s">مشاركة</a></div>'
        f'<div class="story-body">{"".join(body)}</div></article>'
        f'<section class="related-news"><h3>أخبار ذات صلة</h3><ul>{related}</ul></section></main>'
        f'<aside class="latest">{cards}</aside><footer><ul>{menu}</ul><p>جميع الحقوق محفوظة</p></footer>'
    )
    filler = max(0, _SIZE - len(text.encode()) - 100)
    script = "window.dataLayer=window.dataLayer||[];function push(){dataLayer.push(arguments)};"
    return f"{text}<script>{script * (filler // len(script))}</script></body></html>"


if __name__ == "__main__":
    main()
