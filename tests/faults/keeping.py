"""Who takes backups while everything around is killed, and what each of them must hold."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from competition.domain.chain import GENESIS
from competition.domain.errors import Invalid
from competition.exchange import archive

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

PAUSE = 1  # seconds between two backups
KILLED = -9
PATIENCE = 120
FORSAKEN = "Traceback"


@dataclass(eq=False)
class Keeper(threading.Thread):
    """Runs ``competition backup`` again and again; may be killed at it like everybody."""

    name_ = "the keeper"

    installation: object
    folder: Path
    over: threading.Event
    judges: list
    taken: list[Path] = field(default_factory=list)
    refused: int = 0
    killed: int = 0
    errors: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(daemon=True)
        self.folder.mkdir()
        self.running = None

    def run(self):
        n = 0
        while not self.over.is_set():
            n += 1
            self.keep(self.folder / f"{n}.zip")
            self.over.wait(PAUSE)

    def keep(self, file):
        """One backup. Whole and true, or told in words, or killed and then not there."""
        before = {name for judge in self.judges for name in list(judge.receipts)}
        self.running = self.installation.command("backup", file, stderr=subprocess.PIPE, text=True)
        told = self.running.communicate()[1]
        code, self.running = self.running.returncode, None
        if code == 0:
            self.errors += [f"{file.name}: {fault}" for fault in backup_wrong(file, before)]
            self.taken.append(file)
            return
        self.killed += code == KILLED
        self.refused += code != KILLED
        self.errors += [f"{file.name}: there after {code}"] * file.exists()
        self.errors += [f"{file.name}: {told[-300:]}"] * (FORSAKEN in told)

    def kill(self):
        """Kill the backup that is being written, if one is."""
        with suppress(AttributeError, ProcessLookupError):
            self.running.kill()


def backup_wrong(file, before):
    """What the backup lacks of the receipts in ``before``, or tells of two moments at once."""
    try:
        with archive.opened(file) as (opened, manifest):
            kept = _Kept(opened)
            return [
                *[f"lost {name}" for name in before - kept.of("receipt", "submission_id")],
                *kept.sheets_wrong(),
                *kept.chain_wrong(),
                *kept.versions_wrong(),
                *kept.files_wrong(manifest["members"]),
            ]
    except Invalid as broken:
        return [str(broken)]


@dataclass
class _Kept:
    """The rows of a backup."""

    file: zipfile.ZipFile

    def rows(self, table):
        return [json.loads(line) for line in self.file.read(f"tables/{table}.jsonl").splitlines()]

    def of(self, table, column):
        return {row[column] for row in self.rows(table)}

    def sheets_wrong(self):
        """Sheets that were sent, their revisions and their receipts are of one moment."""
        receipts = {(row["sheet_id"], row["revision"]) for row in self.rows("receipt")}
        stored = {(row["sheet_id"], row["revision"]) for row in self.rows("sheet_revision")}
        sent = {sheet for sheet, _ in receipts}
        newest = {(row["id"], row["revision"]) for row in self.rows("sheet") if row["id"] in sent}
        wrong = ["receipts and revisions"] * (receipts != stored)
        return wrong + ["sheets"] * (newest != {(one, max(_of(one, stored))) for one in sent})

    def chain_wrong(self):
        lines = sorted(self.rows("audit_line"), key=lambda line: line["id"])
        before = [GENESIS, *(line["hash"] for line in lines)]
        follows = all(line["previous"] == one for line, one in zip(lines, before, strict=False))
        return [] if follows else ["chain"]

    def versions_wrong(self):
        """Every version that was published has a line for each entrant, and its audit line."""
        entrants = [row["contest_id"] for row in self.rows("entrant")]
        lines = [row["version_id"] for row in self.rows("result_line")]
        told = [
            (row["contest_id"], row["subject"])
            for row in self.rows("audit_line")
            if row["action"] == "result:published"
        ]
        return [
            f"version {row['number']}"
            for row in self.rows("result_version")
            if row["marks_text"]
            and (
                lines.count(row["id"]) != entrants.count(row["contest_id"])
                or told.count((row["contest_id"], str(row["number"]))) != 1
            )
        ]

    def files_wrong(self, members):
        """Every certificate that counts as issued has its very file beside it."""
        return [
            f"certificate {row['number']}"
            for row in self.rows("certificate")
            if row["state"] == "issued"
            and members.get(f"files/{row['storage_key']}", {}).get("sha256") != row["sha256"]
        ]


def _of(sheet, revisions):
    return [revision for one, revision in revisions if one == sheet]


def put_back_wrong(installation, file, home):
    """What is wrong when ``file`` is restored into an empty ``home`` on SQLite, as after a fire.

    The sheets of one contest and the versions of those that issue were put into the tables by
    hand, as a scene: the chain tells nothing of them, and the check says so. Nothing else may
    break, whatever was going on: what deeds wrote holds.
    """
    trusted = home / "keys/trusted"
    trusted.mkdir(parents=True)
    shutil.copy(installation.home / "keys/signer.pem", trusted)  # as the guide for operators says
    environ = {
        name: value
        for name, value in installation.environ.items()
        if name not in {"COMPETITION_DATABASE_URL", "COMPETITION_REDIS_URL"}
    } | {"COMPETITION_HOME": str(home)}
    wrong = []
    for call in (("restore", file), ("audit", "check", "--json")):
        done = installation.command(
            *call, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        told = done.communicate(timeout=PATIENCE)[0]
        failed = [told[-300:]] * (done.returncode != 0) if call[0] == "restore" else _broken(told)
        wrong += [f"{call[0]} of {file.name}: {one}" for one in failed]
    return wrong


def _broken(told):
    """What a check of the chain tells of beyond what a scene put there."""
    try:
        breaks = json.loads(told[told.index("{") :])["breaks"]
    except ValueError:
        return [told[-300:]]
    return [one for one in breaks if not _of_a_scene(one)]


def _of_a_scene(one):
    sheet, version = one.get("sheet", ""), one.get("version", "")
    return sheet.startswith("publish ") or version.startswith("contest-")
