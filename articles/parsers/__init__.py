"""From raw bytes to articles, without a database: :mod:`articles.parsers.formats` says which formats there are."""
