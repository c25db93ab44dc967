"""Write collections into files."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.http import QueryDict
from django.utils import timezone

from entities.management.console import NewsCommand
from newsdb.exports.datasets import DATASETS, DATES, IN_A_DUMP, RefusedError, dataset
from newsdb.exports.dumps import Exported, dump, write
from newsdb.exports.files import COMPRESSIONS
from newsdb.exports.formats import FORMATS

ALL = "all"


class Command(NewsCommand):
    help = (
        "Write a dataset into a file, in the shape that the API's lists have and with what they show unless told "
        "otherwise: pending and accepted rows, never rejected or merged ones. The dataset “all” writes a dated "
        "directory with a file a dataset, manifest.json and SHA256SUMS. A file is whole or not there."
    )
    example = (
        "manage.py export_data events --format csv --country RU --since 2024 --output events.csv\n"
        "  manage.py export_data articles --filter source=3 --fields id,title,published > articles.jsonl\n"
        "  manage.py export_data all --compress gzip --output dumps/"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dataset", metavar="DATASET", help=f"one of {', '.join(DATASETS)}; or {ALL}")
        parser.add_argument("--format", choices=FORMATS, default="jsonl")
        parser.add_argument(
            "--output", metavar="PATH", help="a file (standard output unless given); of all, a directory"
        )
        parser.add_argument(
            "--compress", choices=COMPRESSIONS, help="unless given, by the end of the file's name: .gz, .zst"
        )
        parser.add_argument("--since", metavar="DATE", help="from this day, month or year on, by EDTF")
        parser.add_argument("--country", metavar="CODE", action="append", help="as the API's country=")
        parser.add_argument("--review-status", metavar="STATUS", help="any of these, parted by commas")
        parser.add_argument(
            "--filter",
            metavar="NAME=VALUE",
            action="append",
            help="any filter that the API's list has; again for more",
        )
        parser.add_argument("--fields", metavar="NAMES", help="only these fields, parted by commas")
        parser.add_argument("--omit", metavar="NAMES", help="all but these fields")
        parser.add_argument("--expand", metavar="NAMES", help="whole objects in the place of references")

    def handle(self, *_args: Any, **options: Any) -> None:
        output = Path(options["output"]) if options["output"] else None
        try:
            if options["dataset"] == ALL:
                self._dump(output or Path(), options)
            else:
                self._export(output, options)
        except RefusedError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError("interrupted; nothing was left half-written") from None
        except BrokenPipeError:
            raise CommandError("whoever read the output has gone") from None
        except OSError as error:
            raise CommandError(f"cannot write {output or 'the output'}: {error.strerror}") from None

    def _export(self, output: Path | None, options: dict[str, Any]) -> None:
        if output is None and options["format"] == "parquet" and self.stdout.isatty():
            raise CommandError("Parquet is not for terminals: write --output FILE")
        export = dataset(options["dataset"]).asked(_asked(options))
        exported = write(export, options["format"], _compression(output, options["compress"]), output)
        self._tell(options["dataset"], exported, str(output or "standard output"))

    def _dump(self, within: Path, options: dict[str, Any]) -> None:
        if _asked(options):
            raise RefusedError("a dump of all takes no filters and no fields: export one dataset")
        place = dump(
            IN_A_DUMP,
            options["format"],
            options["compress"] or "",
            within,
            timezone.now(),
            lambda name, exported: self._tell(name, exported, ""),
        )
        self.stderr.write(f"{place}: {len(IN_A_DUMP)} datasets, manifest.json, SHA256SUMS", lambda line: line)

    def _tell(self, name: str, exported: Exported, where: str) -> None:
        """Say what was written, beside the rows if these go to standard output."""
        line = f"{name}: rows {exported.rows:,}, bytes {exported.file.bytes:,}, sha256 {exported.file.sha256}"
        self.stderr.write(f"{line}, {where}" if where else line, lambda line: line)


def _asked(options: dict[str, Any]) -> QueryDict:
    """Return the options as the parameters that the API's list takes; raises RefusedError."""
    sent = QueryDict(mutable=True)
    for pair in options["filter"] or ():
        name, equals, value = pair.partition("=")
        if not equals:
            raise RefusedError(f"--filter {pair!r}: write NAME=VALUE")
        sent.appendlist(name, value)
    if options["since"]:
        if options["dataset"].split("-")[0] not in DATES:
            raise RefusedError(f"{options['dataset']} have no dates: --since is for {', '.join(DATES)}")
        sent.appendlist(f"{DATES[options['dataset'].split('-')[0]]}__gte", options["since"])
    for code in options["country"] or ():
        sent.appendlist("country", code)
    if options["review_status"]:
        sent.appendlist("review_status__in", options["review_status"])
    for name in ("fields", "omit", "expand"):
        if options[name]:
            sent.appendlist(name, options[name])
    return sent


def _compression(output: Path | None, chosen: str | None) -> str:
    named = {suffix: name for name, suffix in COMPRESSIONS.items()}
    return chosen or (named.get(output.suffix, "") if output else "")
