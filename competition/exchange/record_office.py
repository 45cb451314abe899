"""The archive of a whole contest for the record office: tables, documents, and their checksums.

Times in the tables are UTC; the members of the ZIP bear the contest's time. ``manifest.json``
names every file with its size and SHA-256; ``SHA256SUMS`` says the same in the form that
``sha256sum -c`` reads.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Final

from competition.exchange.archive import Archive
from competition.exchange.result_tables import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

SCHEMA: Final = 1
README, MANIFEST, SUMS = "README.txt", "manifest.json", "SHA256SUMS"

ABOUT: Final = """\
{title}
竞赛归档 / contest archive · {made_at}

本压缩包是竞赛的完整案卷，供归档保存。内有选手的完整证件号码和电话，请按个人信息保管。
This is the whole file of the contest, for the record office. It holds whole identity and telephone
numbers: keep it accordingly.

contest.json         竞赛设置与阶段 / settings and state
rules.toml           现行计分规则 / the rules in force
staff.csv            工作人员与角色 / staff and their roles
entrants.xlsx        报名资料 / entry forms
photos/              选手照片 / photographs
attendance.csv       缺考、弃权、取消资格 / absences by round
recusals.csv         评委回避及理由 / recusals of judges with their reasons
absences.csv         评委不能到场的轮次和时间 / rounds and times that judges could not come to
measures.csv         用时等记录 / recorded figures such as minutes
sheets.csv           评委评分表，逐次修订 / judges' sheets, every revision
theory.csv           理论成绩录入，逐次修订 / theory entries, every revision
marks.csv            现有全部评分 / the marks as they stand
receipts.csv         收件回执 / receipts of submissions
signatures.csv       评委席位与签名 / seats and sign-off
penalties.csv        扣分及理由 / penalties with their reasons
proposals.csv        须两人办理的事项 / what two people decided
objections.csv       申诉与答复 / objections with their answers
versions.csv         公布的各版成绩 / published versions
versions/            各版成绩：规则、评分、结果、成绩表、复算包
                     each version: rules, marks, result, table, bundle to recompute it
certificates.csv     证书清单 / list of certificates
downloads.csv        证书下载记录 / who fetched which certificate
certificates/        证书原件 PDF / the certificates as they were issued
audit.jsonl          操作记录链 / audit chain
manifest.json        文件清单与 SHA-256 / every file with its SHA-256
SHA256SUMS           供校验 / for checking: sha256sum -c SHA256SUMS

表格内的时间均为世界协调时（UTC）；压缩包内各文件的日期是竞赛所在地的时间。
操作记录链每行的 hash 是上一行 hash 与本行内容的 SHA-256；
同一系统里其他竞赛的操作只列出 hash，不含内容。
Times in the tables are UTC; the files bear the local time of the contest. The hash of each audit
line is the SHA-256 of the hash before, a line feed and the line's content as JSON (keys sorted, no
spaces); of other contests only the hashes are listed.
"""


@dataclass(frozen=True, slots=True)
class Records:
    """A table of the archive: its file, its headings, its rows."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[object]]


@contextmanager
def written(
    target: IO[bytes], title: str, facts: Mapping[str, Any], at: datetime
) -> Iterator[Archive]:
    """Write an archive of a contest to ``target``; what is added is summed at the end.

    ``facts`` go into the manifest, ``made_at`` among them. ``at`` is the same moment in the
    contest's zone: whoever unpacks the archive sees that time at the files.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        archive = Archive(file, at=at)
        archive.add(README, ABOUT.format(title=title, made_at=facts["made_at"]).encode())
        yield archive
        manifest = {"schema": SCHEMA, "title": title, **facts, "files": archive.members}
        archive.add(MANIFEST, json_bytes(manifest))
        sums = [f"{told['sha256']}  {name}\n" for name, told in archive.members.items()]
        file.writestr(archive.entry(SUMS), "".join(sums))


def add_table(archive: Archive, records: Records) -> None:
    """Add a table as CSV in UTF-8 with a byte-order mark, row by row."""
    archive.add_lines(records.name, _csv_lines(records))


def json_bytes(document: object) -> bytes:
    """A document as people and programs read it."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def sha256_of(target: IO[bytes]) -> str:
    """The SHA-256 of a file from its beginning; afterwards it stands at its beginning again."""
    target.seek(0)
    digest = hashlib.file_digest(target, "sha256").hexdigest()  # type: ignore[arg-type]  # any readable file will do
    target.seek(0)
    return digest


def cell(value: object) -> str:
    """A value as the text of a cell: moments in ISO 8601, decimals exact, nothing as ''."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return harmless(str(value))


def _csv_lines(records: Records) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _line(records.headings)
    for row in records.rows:
        yield _line([cell(value) for value in row])


def _line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()
