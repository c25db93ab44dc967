"""Who watches long work: a terminal, a log, a test."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Unit(StrEnum):
    """What the work is counted in."""

    BYTES = "bytes"
    ARTICLES = "articles"
    ITEMS = "items"


class Observer(Protocol):
    """Told how much there is to do (0 when nobody knows), how much is done, and what went wrong.

    What went wrong is told in plain lines.
    """

    def expect(self, total: int, unit: Unit = Unit.ITEMS) -> None: ...

    def advance(self, done: int) -> None:
        """``done`` of the total are done in all."""

    def warn(self, line: str) -> None: ...


class Silent:
    """An observer that looks away."""

    def expect(self, total: int, unit: Unit = Unit.ITEMS) -> None:
        pass

    def advance(self, done: int) -> None:
        pass

    def warn(self, line: str) -> None:
        pass


SILENT = Silent()


@dataclass
class Notes(Silent):
    """Keeps the lines, for whoever shows them later."""

    lines: list[str] = field(default_factory=list)

    def warn(self, line: str) -> None:
        self.lines.append(line)
