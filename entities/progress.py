"""Who watches long work: a terminal, a log, a test."""

from typing import Protocol


class Observer(Protocol):
    """Told how much there is to do, how much is done, and in plain lines what went wrong."""

    def expect(self, total: int) -> None: ...

    def advance(self, done: int) -> None:
        """``done`` of the total are done in all."""

    def warn(self, line: str) -> None: ...


class Silent:
    """An observer that looks away."""

    def expect(self, total: int) -> None:
        pass

    def advance(self, done: int) -> None:
        pass

    def warn(self, line: str) -> None:
        pass


SILENT = Silent()
