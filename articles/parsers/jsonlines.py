"""JSON lines: one article an object, one object a line, fields under their usual names."""

import json
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from articles.parsers import streams
from articles.parsers.encoding import decode
from articles.parsers.fields import Fields, kind_of, read_article
from articles.parsers.types import Parsed, ParseOptions, Record, Unreadable


def records(stream: BinaryIO) -> Iterator[Record | streams.Rejected]:
    """The lines of the stream; over-long ones are rejected without being held in memory."""
    return streams.lines(streams.utf8(stream))


def parse(content: bytes, options: ParseOptions) -> Parsed:
    """Read the one article of an object; :class:`Unreadable` says what is wrong with it."""
    fields, encoding = read_object(content)
    return Parsed((read_article(fields, options.fields),), encoding)


def read_object(content: bytes) -> tuple[Fields, str]:
    """The fields of an object, and its charset."""
    try:
        fields, encoding = orjson.loads(content), "utf-8"
    except orjson.JSONDecodeError:  # wrong; or merely in another charset, or with half a surrogate pair
        decoded = decode(content)
        fields, encoding = _load(decoded.text), decoded.encoding
    if not isinstance(fields, dict):
        raise Unreadable(f"not a JSON object but {kind_of(fields)}")
    return fields, encoding


def _load(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable("bad JSON: nested too deeply") from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"bad JSON: {error.msg} at character {error.pos + 1}") from None
    except ValueError:  # an integer of thousands of digits
        raise Unreadable("bad JSON: a number is too long") from None
