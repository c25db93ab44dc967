"""Load reference data and sample documents."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from entities.importing import run_import
from entities.management.console import NewsCommand, extraction_line, fail_unless_read, import_line
from entities.reference import InvalidReferenceError, load_reference
from entities.roles import ensure_roles


class Command(NewsCommand):
    help = (
        "Load the reference data of seeds/ (countries, people, organizations, sources) and the groups of "
        "users, then the documents under seeds/documents, or those at PATH, and read what they say. Loading "
        "again changes nothing. What people edited or decided stays."
    )
    example = "manage.py load_seeds\n  manage.py load_seeds my_documents/"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="documents to load instead of the samples"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        seeds = settings.BASE_DIR / "seeds"
        try:
            reference = load_reference(seeds)
        except InvalidReferenceError as error:
            raise CommandError(str(error)) from None
        ensure_roles()
        self.report(f"reference data: created {reference.created:,}, changed {reference.changed:,}")
        paths = options["paths"] or [os.path.relpath(seeds / "documents")]
        with self.observed("loading documents") as observer:
            imported = run_import(paths, observer=observer)
        self.report(import_line(imported.run))
        self.report(extraction_line(imported.extracted))
        created, changed = imported.totals
        self.report(f"created {reference.created + created:,}, changed {reference.changed + changed:,}")
        fail_unless_read(imported)
