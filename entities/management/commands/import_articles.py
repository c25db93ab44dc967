"""Import news files."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from articles.files import plain_line
from articles.parsers import shapes
from articles.parsers.containers import CONTAINERS
from articles.parsers.fields import USUAL_NAMES, read_mapping
from articles.parsers.formats import FORMATS
from entities.importing import ImportOptions, run_import
from entities.management.console import NewsCommand, extraction_line, fail_unless_read, import_line


class Command(NewsCommand):
    help = (
        "Store the articles of files, directories and globs, and read what they say. What cannot be read is "
        "listed on the import run with its reason, and the rest goes on. Importing the same again changes "
        "nothing. Exits with 1 when a path does not exist or nothing could be read, else with 0."
    )
    example = "manage.py import_articles scraped/ 'feeds/*.jsonl' --source الأسبوع"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="file, directory or quoted glob")
        parser.add_argument("--format", default="", help="format of all files; by default each is recognised")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="NAME=FIELD",
            help="which field of JSON, CSV, Excel and Parquet records holds "
            f"{', '.join(USUAL_NAMES)}; repeatable, the first that says anything counts",
        )
        parser.add_argument("--source", default="", help="source of articles that name none themselves")
        parser.add_argument(
            "--no-extraction", action="store_true", help="store the articles, read them later"
        )
        parser.add_argument("--dry-run", action="store_true", help="do it all, count, and undo it")
        parser.add_argument("--list-formats", action="store_true", help="list the formats and exit")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["list_formats"]:
            for format in FORMATS.values():
                self.report(f"{format.name}: {format.description} ({', '.join(format.suffixes)})")
            for name, description in CONTAINERS.items():
                self.report(f"{name}: {description} with files of these formats")
            return
        if options["format"] not in ("", *FORMATS):
            raise CommandError(f"unknown format {options['format']!r}: choose from {', '.join(FORMATS)}")
        if not options["paths"]:
            raise CommandError("name at least one file or directory")
        try:
            fields = read_mapping(options["map"])
            shapes.known()
        except ValueError as error:
            raise CommandError(plain_line(str(error))) from None
        chosen = ImportOptions(
            format=options["format"],
            source=options["source"],
            fields=fields,
            extraction=not options["no_extraction"],
            dry_run=options["dry_run"],
        )
        with self.observed("importing") as observer:
            imported = run_import(options["paths"], chosen, observer)
        self.report(import_line(imported))
        if chosen.extraction:
            self.report(extraction_line(imported.extracted))
        self.report("dry run: nothing was stored" if chosen.dry_run else f"import run {imported.run.pk}")
        fail_unless_read(imported)
