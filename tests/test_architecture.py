"""Which way imports may go, checked on every file; and that each dependency is explained."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
LAYERS = {"articles": {"entities", "newsdb"}, "entities": {"newsdb"}, "newsdb": set()}
"""What each package must not import."""
PURE = (
    "articles/arabic.py",
    "articles/dates.py",
    "articles/files.py",
    "articles/parsers",
    "entities/extraction",
    "entities/linking.py",
    "entities/reading.py",
    "entities/reference_files.py",
)
"""What runs without Django."""


def sources(*roots: str) -> list[Path]:
    paths = [ROOT / root for root in roots]
    return sorted(file for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path]))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield node.module or ""


def test_imports_go_from_newsdb_to_entities_to_articles() -> None:
    wrong = [
        f"{relative(path)} imports {module}"
        for package, forbidden in LAYERS.items()
        for path in sources(package)
        for module in imports(ast.parse(path.read_text("utf-8")))
        if module.partition(".")[0] in forbidden
    ]
    assert wrong == []


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{relative(path)}:{function.lineno} imports {module}"
        for path in sources(*LAYERS)
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for module in imports(function)
    ]
    assert hidden == []


def test_parsing_and_extraction_run_without_django() -> None:
    """Not even through what they import; asked of a new interpreter."""
    names = [relative(path).removesuffix(".py").removesuffix("/__init__") for path in sources(*PURE)]
    code = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name.replace('/', '.'))\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'celery'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_each_dependency_is_explained() -> None:
    explained = (ROOT / "docs" / "decisions.md").read_text("utf-8").lower()
    names = [
        re.split(r"[\[~=<>!; ]", line)[0].lower()
        for file in ("requirements.in", "requirements-dev.in")
        for line in (ROOT / file).read_text("utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    assert len(names) > 20
    assert not [name for name in names if f"**{name}" not in explained]


def test_requirements_name_no_place_of_this_machine() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / file).read_text("utf-8")
        assert not re.search(r"://|--index|--find-links|--extra|^/|file:", text, re.MULTILINE)
        pins = re.findall(r"^[a-z0-9][^\s=]*==", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[a-z0-9].*\\$", text, re.MULTILINE)) > 40
