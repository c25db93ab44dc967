"""Import news files."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from articles.files import plain_line
from articles.models import ImportRun
from articles.parsers import shapes
from articles.parsers.containers import CONTAINERS
from articles.parsers.fields import USUAL_NAMES, read_mapping
from articles.parsers.formats import FORMATS
from entities.importing import (
    BrokerGone,
    CannotResume,
    Imported,
    ImportOptions,
    Interrupted,
    resume_import,
    run_import,
)
from entities.importing.options import CHUNK_RECORDS, MOST_CHUNK_RECORDS
from entities.management.console import NewsCommand, extraction_line, fail_unless_read, import_line


class Command(NewsCommand):
    help = (
        "Store the articles of files, directories and globs, and read what they say. What cannot be read is "
        "listed on the import run with its reason, and the rest goes on. Importing the same again changes "
        "nothing. A run that was stopped or killed goes on with --resume, and comes to the same. Exits with 1 "
        "when a path does not exist, nothing could be read or the run was interrupted, else with 0."
    )
    example = (
        "manage.py import_articles scraped/ 'feeds/*.jsonl' --source الأسبوع\n"
        "  manage.py import_articles --resume 12"
    )

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
        parser.add_argument(
            "--workers", type=int, metavar="N", help="do the work in N processes of this machine"
        )
        parser.add_argument(
            "--distributed", action="store_true", default=None, help="leave the work to Celery's workers"
        )
        parser.add_argument(
            "--chunk",
            type=int,
            default=CHUNK_RECORDS,
            metavar="N",
            help=f"records stored in one transaction (default {CHUNK_RECORDS})",
        )
        parser.add_argument("--dry-run", action="store_true", help="do it all, count, and undo it")
        parser.add_argument("--resume", type=int, metavar="RUN", help="go on with a run that did not finish")
        parser.add_argument("--list-formats", action="store_true", help="list the formats and exit")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["list_formats"]:
            for format in FORMATS.values():
                self.report(f"{format.name}: {format.description} ({', '.join(format.suffixes)})")
            for name, description in CONTAINERS.items():
                self.report(f"{name}: {description} with files of these formats")
            return
        self._check(options)
        try:
            imported = self._resume(options) if options["resume"] is not None else self._import(options)
        except Interrupted as interrupted:
            run = interrupted.run
            self.report(import_line(run))
            raise CommandError(
                f"interrupted; to go on: manage.py import_articles --resume {run.pk}"
            ) from None
        except (BrokerGone, CannotResume) as reason:
            raise CommandError(str(reason)) from None
        self.report(import_line(imported.run))
        if imported.run.options["extraction"]:
            self.report(extraction_line(imported.extracted))
        self.report("dry run: nothing was stored" if options["dry_run"] else f"import run {imported.run.pk}")
        fail_unless_read(imported)

    def _check(self, options: dict[str, Any]) -> None:
        if options["format"] not in ("", *FORMATS):
            raise CommandError(f"unknown format {options['format']!r}: choose from {', '.join(FORMATS)}")
        if options["workers"] is not None and options["workers"] < 1:
            raise CommandError("--workers needs a number from 1 up")
        if not 1 <= options["chunk"] <= MOST_CHUNK_RECORDS:
            raise CommandError(f"--chunk needs a number from 1 to {MOST_CHUNK_RECORDS:,}")
        if options["workers"] and options["distributed"]:
            raise CommandError("choose one of --workers and --distributed")
        if options["dry_run"] and (options["workers"] or options["distributed"]):
            raise CommandError("--dry-run works in one process: leave out --workers and --distributed")
        if options["resume"] is None:
            if not options["paths"]:
                raise CommandError("name at least one file or directory")
        elif any(options[name] for name in ("paths", "format", "map", "source", "no_extraction", "dry_run")):
            raise CommandError("--resume goes on with the files and options of the run: name no others")
        if options["distributed"] and not settings.CELERY_BROKER_URL:
            raise CommandError("CELERY_BROKER_URL is not set: there are no workers to hand the work to")

    def _import(self, options: dict[str, Any]) -> Imported:
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
            workers=options["workers"] or 0,
            distributed=bool(options["distributed"]),
            chunk_records=options["chunk"],
        )
        with self.stoppable() as stopped, self.observed("importing") as observer:
            return run_import(options["paths"], chosen, observer, stopped)

    def _resume(self, options: dict[str, Any]) -> Imported:
        run = ImportRun.objects.filter(pk=options["resume"]).first()
        if run is None:
            raise CannotResume(f"there is no import run {options['resume']}")
        if run.status == ImportRun.Status.FINISHED:
            self.report(f"import run {run.pk} is finished: there is nothing to do")
        with self.stoppable() as stopped, self.observed("importing") as observer:
            return resume_import(run, observer, stopped, options["workers"], options["distributed"])
