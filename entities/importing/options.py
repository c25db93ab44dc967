"""How to import: what the operator asked for, kept with the run so that it can be resumed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from articles.parsers.types import ParseOptions

CHUNK_RECORDS = 200
CHUNK_BYTES = 4_000_000
"""What fills a chunk, which is one transaction and at most some seconds of work: either alone."""
MOST_CHUNK_RECORDS = 5_000


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import.

    ``format`` names one of :data:`articles.parsers.formats.FORMATS`, or is empty for the one that fits each file;
    ``source`` and ``fields`` are those of :class:`articles.parsers.types.ParseOptions`. With ``dry_run`` all is
    done and then undone. ``workers`` is a number of processes beside this one, 0 for none; ``distributed``
    leaves the work to Celery's workers. A chunk holds at most ``chunk_records`` records, and is closed by the
    one with which it reaches ``chunk_bytes``.
    """

    format: str = ""
    source: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    extraction: bool = True
    dry_run: bool = False
    workers: int = 0
    distributed: bool = False
    chunk_records: int = CHUNK_RECORDS
    chunk_bytes: int = CHUNK_BYTES

    @property
    def parse_options(self) -> ParseOptions:
        return ParseOptions(self.source, self.fields)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The options of a run, as :meth:`as_json` gave them; what an older version did not know is default."""
        known = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        known["fields"] = tuple((own, other) for own, other in known.get("fields", ()))
        return cls(**known)
