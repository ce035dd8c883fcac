"""Workbooks made by tests: just enough XML to be one, and to be a bad one."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = '<xf numFmtId="0"/><xf numFmtId="14"/>'  # plain, a day
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(sheets: Mapping[str, str], parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook of sheets given as the XML of their rows (`cells` writes it), and further parts."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{place}" r:id="r{place}"/>' for place, name in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="r{place}" Type="{OFFICE}/worksheet" Target="worksheets/s{place}.xml"/>'
        for place, _name in enumerate(names, 1)
    )
    styled = f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/>'
    root = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return packed({
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels":
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}{styled}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{STYLES}</cellXfs></styleSheet>',
        **{
            f"xl/worksheets/s{place}.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            for place, rows in enumerate(sheets.values(), 1)
        },
        **(parts or {}),
    })  # fmt: skip


def cells(*rows: Sequence[object], first: int = 1) -> str:
    """Rows of texts and numbers, the first one with that number; an int of a day is written with `Day`."""
    return "".join(
        f'<row r="{number}">{"".join(_cell(value, place, number) for place, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, first)
    )


class Day(int):
    """A day, counted from 1899-12-30 as spreadsheets do."""

    __slots__ = ()


class Formula(str):
    """A formula whose saved value is its text's length."""

    __slots__ = ()


def _cell(value: object, place: int, number: int) -> str:
    at = f'r="{chr(65 + place)}{number}"'
    if value is None:
        return ""
    if isinstance(value, Formula):
        return f"<c {at}><f>{escape(value)}</f><v>{len(value)}</v></c>"
    if isinstance(value, bool):
        return f'<c {at} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Day):
        return f'<c {at} s="1"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c {at}><v>{value}</v></c>"
    return f'<c {at} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def ods(rows: Sequence[Sequence[str]], head: str = "") -> bytes:
    """A sheet of OpenDocument with texts."""
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = (
        f'xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0" xmlns:text="{office}text:1.0"'
    )
    content = (
        f"{head}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Rooms">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": manifest})


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=kind)
    return buffer.getvalue()
