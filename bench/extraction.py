"""How fast articles are read, with gazetteers of several sizes, and where the time goes.

    python -m bench.extraction
    python -m bench.extraction --texts news.jsonl --profile

Articles of 3 kB are cut from real texts: the sample documents, or those of ``--texts`` (any format that is
imported). Names that the reference data lacks are invented. Nothing is stored. Times are CPU time, the best of
several rounds, so that a busy machine disturbs them least.
"""

import argparse
import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path
from time import process_time

from django.conf import settings

from articles.dates import DateRange
from articles.files import NewsFile, Refused, expand
from bench import corpus
from entities.extraction.actors import ActorReader
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import language_of
from entities.extraction.sentence import ArticleDates, SentenceReading
from entities.extraction.types import ArticleText, Entity, EntityKind, Name, Profile
from entities.reading import find_and_link, read_article
from entities.reference_files import COUNTRIES, ORGANIZATIONS, PEOPLE, read_entries

SEEDS: Path = settings.BASE_DIR / "seeds"
SIZES = (5_000, 50_000, 200_000)
BYTES = 3_000
HOSTILE_BYTES = 100_000
_DAY = DateRange.day(date(2025, 6, 2))
_FILES = (
    (EntityKind.COUNTRY, "countries.toml", COUNTRIES),
    (EntityKind.PERSON, "people.toml", PEOPLE),
    (EntityKind.ORGANIZATION, "organizations.toml", ORGANIZATIONS),
)
_STEPS = {
    "fold_article": "fold, cut words and sentences",
    "find_mentions": "names",
    "link": "link",
    "read_sentence": "actors, read twice",
    "of_sentence": "dates",
    "reduce_sentence": "reduce sentences",
    "apply_rules": "rules, with the two above",
    "read_tenures": "offices",
}
HOSTILE = {
    "no full stop": "أعلنت غيانا وبوتان قطع العلاقات الدبلوماسية مع ألمانيا ",
    "only names": "سامح شكري غيانا ",
    "only countries": "غيانا وبوتان وألمانيا ",
    "only verbs": "زار التقى وقع قطعت أعلن أدان ",
    "only verbs of saying": "قال ",
    "that, and that": "وقال الوزير إن ",
    "only dates": "في 3 مايو 2024 ",
    "only titles": "الرئيس ",
    "titles and names": "الوزير تشو تاي ",
    "only honorifics": "السيد ",
    "governments of governments": "حكومة ",
    "only quotes": "قال «",
    "brackets": "(",
    "one word": "ا",
    "condemnations": "أدانت غيانا ",
    "meetings": "التقى الرئيس غيانا مع ",
    "actors and verbs": "غيانا زار ",
    "diacritics": "غَيَانَا ",
}


def gazetteer(aliases: int) -> Gazetteer:
    """The names of the reference data, and invented people up to so many names."""
    names: list[Name] = []
    profiles: dict[Entity, Profile] = {}
    for kind, file, shape in _FILES:
        for entry in read_entries(SEEDS / file, shape):
            entity = Entity(kind, entry.key)
            country = entry.key if kind == EntityKind.COUNTRY else entry.columns["country"]
            profiles[entity] = Profile(entry.columns["name_ar"], country)
            names += [Name(name.text, name.kind, entity, name.language, name.weak) for name in entry.names]
    for name in corpus.people(max(0, aliases - len(names))):
        names.append(Name(name, "name", Entity(EntityKind.PERSON, name)))
    return Gazetteer(names, profiles)


def articles(paths: Sequence[str], number: int) -> list[ArticleText]:
    """So many articles of 3,000 bytes, cut from the texts one after another, and again from the first."""
    text = "\n".join(_texts(paths)).encode()
    if not text.strip():
        raise SystemExit("no text at the paths given")
    found = []
    for count in range(number):
        start = count * BYTES % max(1, len(text) - BYTES)
        found.append(_article(text[start : start + BYTES].decode("utf-8", "ignore")))
    return found


def _texts(paths: Sequence[str]) -> Iterator[str]:
    for file in expand(paths)[0]:
        for record in NewsFile(file).records():
            if not isinstance(record, Refused):
                yield from (article.text for article in record.articles)


def _article(text: str) -> ArticleText:
    return ArticleText(text, (("body", 0, len(text)),), _DAY)


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """CPU seconds of the fastest round."""
    times = []
    for _round in range(rounds):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def measure_speed(sample: Sequence[ArticleText], rounds: int) -> None:
    print(f"{len(sample)} articles of {BYTES} bytes, articles per CPU second, best of {rounds}")
    print(f"{'names':>10}{'mentions only':>16}{'whole reading':>16}")
    for size in SIZES:
        names = gazetteer(size)
        for article in sample:
            read_article(article, names)
        rates = [
            len(sample)
            / best_of(rounds, lambda: [read_article(one, names, assertions=deep) for one in sample])  # noqa: B023
            for deep in (False, True)
        ]
        print(f"{size:>10,}{rates[0]:>16,.0f}{rates[1]:>16,.0f}")


def show_steps(sample: Sequence[ArticleText], names: Gazetteer) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for article in sample:
        read_article(article, names)
    profile.disable()
    stats = pstats.Stats(profile)
    total: float = stats.total_tt  # type: ignore[attr-defined]
    print("\nsteps, share of the time under the profiler")
    for (file, _line, function), row in stats.stats.items():  # type: ignore[attr-defined]
        if "entities" not in file:
            continue
        name = _STEPS.get(function)
        if function == "find" and file.endswith("lexicon.py"):
            name = "find names and triggers"
        if function == "read" and file.endswith("quotations.py"):
            name = "quotations"
        if name:
            print(f"{row[3] / total:>7.1%}  {name}")


def seconds_by_rule(article: ArticleText, names: Gazetteer) -> dict[str, float]:
    """CPU seconds that the patterns of each rule take on an article."""
    table, mentions = find_and_link(article, names)
    table.mark(mentions)
    reader = ActorReader(table)
    actors = [reader.read_sentence(sentence) for sentence in table.article.sentences]
    dates = ArticleDates(table)
    language = language_of(article.language)
    seconds: dict[str, float] = defaultdict(float)
    for number, said in enumerate(actors):
        sentence = SentenceReading(table, number, said, (), dates)
        for rules in (language.event_rules, language.relation_rules):
            for rule, pattern in rules.that_can_match(sentence.triggers) if said else ():
                start = process_time()
                for _match in pattern.regex.finditer(sentence.reduced.text):
                    pass
                seconds[rule.name] += process_time() - start
    return seconds


def show_rules(sample: Sequence[ArticleText], names: Gazetteer) -> None:
    seconds: dict[str, float] = defaultdict(float)
    for article in sample:
        for rule, spent in seconds_by_rule(article, names).items():
            seconds[rule] += spent
    print("\nrules, µs an article")
    for rule, spent in sorted(seconds.items(), key=itemgetter(1), reverse=True)[:15]:
        print(f"{spent / len(sample) * 1e6:>8.1f}  {rule}")


def show_hostile(names: Gazetteer) -> None:
    print(f"\nhostile texts of {HOSTILE_BYTES:,} bytes: ms in all, ms of the slowest rule")
    for title, piece in HOSTILE.items():
        text = piece * (HOSTILE_BYTES // len(piece.encode()))
        article = _article(text)
        whole = best_of(1, lambda: read_article(article, names))  # noqa: B023
        rules = seconds_by_rule(article, names)
        rule, seconds = max(rules.items(), key=itemgetter(1), default=("-", 0.0))
        print(f"{whole * 1e3:>8.0f}{seconds * 1e3:>8.1f}  {title} ({rule})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--texts", nargs="+", default=[str(SEEDS / "documents")], help="files to cut articles from"
    )
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="time by step and rule, and hostile texts")
    options = parser.parse_args()
    sample = articles(options.texts, options.articles)
    measure_speed(sample, options.rounds)
    if options.profile:
        names = gazetteer(50_000)
        show_steps(sample, names)
        show_rules(sample, names)
        show_hostile(names)


if __name__ == "__main__":
    main()
