"""Folding in the database, for short columns that keep a text only as it is written."""

from typing import Any

from django.db.models import CharField, Func, Value
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler

from articles.arabic import FOLDING, fold


class Folded(Func):
    """A column, folded: by :func:`articles.arabic.fold` itself on SQLite; on PostgreSQL white space stays."""

    function = "newsdb_fold"
    output_field = CharField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        connection.ensure_connection()
        connection.connection.create_function(self.function, 1, fold, deterministic=True)
        return self.as_sql(compiler, connection, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        kept = {char: other for char, other in FOLDING.items() if other}
        dropped = "".join(char for char, other in FOLDING.items() if not other)
        table = Value("".join(kept) + dropped), Value("".join(kept.values()))
        letters = Func(Lower(self.source_expressions[0]), *table, function="TRANSLATE")
        return letters.as_sql(compiler, connection, **context)
