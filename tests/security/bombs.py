"""Small files that would fill a memory or a disk when unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.scenes_organise import workbook


def lying_workbook(megabytes=400):
    """A workbook whose shared strings unpack to far more than its directory says."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["姓名"], ["李娜"]))) as sound,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for entry in sound.infolist():
            if entry.filename != "xl/sharedStrings.xml":
                packed.writestr(entry.filename, sound.read(entry))
        with packed.open("xl/sharedStrings.xml", "w") as strings:
            strings.write(b'<?xml version="1.0"?><sst><si><t>')
            for _ in range(megabytes):
                strings.write(b" " * 1024 * 1024)
            strings.write("姓名</t></si><si><t>李娜</t></si></sst>".encode())
        size = packed.getinfo("xl/sharedStrings.xml").file_size
    return target.getvalue().replace(struct.pack("<I", size), struct.pack("<I", 2000))


def wide_workbook():
    """A workbook with one far-off cell: a grid of seventeen thousand million cells."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["姓名"]))) as sound,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for entry in sound.infolist():
            far = "/worksheets/" in entry.filename
            packed.writestr(entry.filename, sheet if far else sound.read(entry))
    return target.getvalue()


def outside_workbook(path):
    """A workbook whose shared strings ask for a file of the server (XXE)."""
    strings = (
        f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file://{path}">]>'
        "<sst><si><t>姓名</t></si><si><t>&x;</t></si></sst>"
    )
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["姓名"], ["李娜"]))) as sound,
        zipfile.ZipFile(target, "w") as packed,
    ):
        for entry in sound.infolist():
            own = entry.filename == "xl/sharedStrings.xml"
            packed.writestr(entry.filename, strings if own else sound.read(entry))
    return target.getvalue()


def huge_picture(side=60_000):
    """A PNG that says it is ``side`` × ``side`` pixels, and holds none of them."""

    def chunk(kind, content):
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def packed_pdf(megabytes=2000, *, twice=False):
    """A PDF whose cross-reference stream unpacks to ``megabytes`` of zeros."""
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes))
    body += packer.flush()
    names = b"/FlateDecode"
    if twice:
        body, names = zlib.compress(body, 9), b"[/FlateDecode /FlateDecode]"
    head = b"%PDF-1.7\n"
    stream = (
        b"1 0 obj\n<</Type/XRef/Size 2/W[1 2 1]/Root 1 0 R/Filter %s/Length %d>>\nstream\n"
        b"%s\nendstream\nendobj\n" % (names, len(body), body)
    )
    return head + stream + b"startxref\n%d\n%%%%EOF\n" % len(head)


def deep_pdf(depth=100_000):
    """A PDF of arrays in arrays."""
    head = b"%PDF-1.7\n"
    nested = b"1 0 obj\n" + b"[" * depth + b"]" * depth + b"\nendobj\n"
    place = len(head + nested)
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    return head + nested + table + b"trailer<</Root 1 0 R/Size 2>>\nstartxref\n%d\n%%%%EOF" % place
