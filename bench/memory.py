"""Peak memory of an import by the size of its input, which is streamed through a pipe.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m bench.memory --megabytes 10 100 1000

Each size is imported by a process of its own (``import_articles --no-extraction``), into the same database.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command

from bench import corpus

COMMAND = ("manage.py", "import_articles", "--no-extraction", "--format", "jsonlines", "/dev/stdin")


def lines(size: int, first: int) -> Iterator[bytes]:
    """JSON lines of articles from number ``first`` on, of so many bytes in all."""
    for article in corpus.articles(1 << 40, first=first):
        line = article.json_line
        size -= len(line)
        if size < 0:
            return
        yield line


def measure(size: int, first: int, *options: str) -> tuple[int, int, float]:
    """Import so many bytes; returns the articles, the peak of resident memory in bytes, and CPU seconds."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, *COMMAND, *options],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert process.stdin
    number = 0
    with process.stdin as pipe:
        for line in lines(size, first):
            pipe.write(line)
            number += 1
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return number, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--megabytes", type=int, nargs="+", default=[1, 10, 100, 1_000])
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    print(f"{'input MB':>10} {'articles':>10} {'peak MB':>10} {'articles/CPU s':>15} {'wall s':>10}")
    first = 0
    for megabytes in options.megabytes:
        began = time.monotonic()
        number, peak, seconds = measure(megabytes * 1_000_000, first)
        first += (number // 500 + 1) * 500
        wall = time.monotonic() - began
        print(
            f"{megabytes:>10,} {number:>10,} {peak / 1e6:>10,.0f} {number / seconds:>15,.0f} {wall:>10,.0f}"
        )


if __name__ == "__main__":
    main()
