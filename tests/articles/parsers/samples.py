"""Samples that are made where they are needed: pages, sheets, archives."""

import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

TITLE = "افتتاح جسر جديد على النهر"
PARAGRAPHS = (
    "افتتحت البلدية صباح اليوم جسرا جديدا على النهر بعد أعوام طويلة من العمل والانتظار.",
    "وقال رئيس البلدية في كلمة قصيرة إن الجسر سيخفف الازدحام في وسط المدينة إلى النصف.",
    "وحضر الافتتاح جمع من الأهالي، وعبر الأطفال الجسر قبل غيرهم وهم يحملون الأعلام.",
)
TEXT = "\n".join((TITLE, *PARAGRAPHS))

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def page(head: str = "", body: str = "", title: str = TITLE) -> str:
    """A page of HTML; by default with an article in an element that schema.org's markup names."""
    body = body or f'<h1>{title}</h1><div itemprop="articleBody">{paragraphs()}</div>'
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def paragraphs(texts: Sequence[str] = PARAGRAPHS) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An Excel workbook: texts, numbers and dates, each sheet by its name."""
    names = list(sheets)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        + f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    }
    for number, rows in enumerate(sheets.values(), 1):
        cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/{number}.xml"] = (
            f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>'
        )
    return archive({name: part.encode() for name, part in parts.items()})


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def open_document(rows: Sequence[Sequence[str]]) -> bytes:
    """An OpenDocument sheet."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="News">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": content.encode(),
        }
    )


def old_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """An Excel 97 workbook of texts in one sheet, News: records of BIFF8 in a compound file."""
    cells = b"".join(
        _record(0x204, struct.pack("<3H", row, column, 0) + _wide_text(text, "<H"))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    about = _record(0x809, struct.pack("<4H2I", 0x600, 5, 0, 0, 0, 0))
    name = _wide_text("News", "<B")
    place = struct.pack("<IH", len(about) + 4 + 6 + len(name) + 4, 0)
    sheet = _record(0x809, struct.pack("<4H2I", 0x600, 0x10, 0, 0, 0, 0)) + cells + _record(0xA)
    stream = about + _record(0x85, place + name) + _record(0xA) + sheet
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    end, free, table_itself = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    table = [table_itself, end, *range(3, len(stream) // 512 + 2), end]
    table += [free] * (128 - len(table))
    sizes = struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + sizes
        + struct.pack("<109I", 0, *[free] * 108)
        + struct.pack("<128I", *table)
        + _directory_entry("Root Entry", 5, 1, end, 0)
        + _directory_entry("Workbook", 2, free, 2, len(stream))
        + _directory_entry("", 0, free, 0, 0) * 2
        + stream
    )


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<2H", number, len(data)) + data


def _wide_text(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _directory_entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    named = f"{name}\0".encode("utf-16-le") if name else b""
    numbers = struct.pack("<H2B3I36xIQ", len(named), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, first, size)
    return named.ljust(64, b"\0") + numbers


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their paths; the first is not compressed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        for name, data in files.items():
            method = zipfile.ZIP_DEFLATED if opened.namelist() else zipfile.ZIP_STORED
            opened.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, method)
    return content.getvalue()


def tar(files: Mapping[str, bytes], *others: tarfile.TarInfo) -> bytes:
    """A tar of files by their paths, then of entries without content."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as opened:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            opened.addfile(info, io.BytesIO(data))
        for info in others:
            opened.addfile(info)
    return content.getvalue()


def web_archive(*pages: tuple[str, str, bytes], status: str = "200 OK", kind: str = "response") -> bytes:
    """A WARC of answers: address, Content-Type, body."""
    content = b""
    for address, content_type, body in pages:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-06-18T00:00:00Z\r\n"
            "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        content += head.encode() + answer + b"\r\n\r\n"
    return content
