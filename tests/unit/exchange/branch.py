"""A branch of BPJS that answers packages with a file."""

import csv
from pathlib import Path

from payung.exchange.models import Package
from payung.exchange.queries import sent_frame
from payung.exchange.replies import Taken, record_reply
from payung.exchange.reply_file import read_reply
from payung.intake.read.one import fingerprint

HEAD = ["No", "Nama Tenaga Kerja", "Nomor Identitas", "Status", "KPJ", "Keterangan"]


def answers(package: Package, refused: dict[int, str], path: Path) -> Path:
    """A csv in which every line of the package is answered: line number -> reason, all others accepted with a number."""
    lines = sent_frame(package).filter(part="new").iter_rows(named=True)
    with path.open("w", newline="", encoding="utf-8") as handle:
        sheet = csv.writer(handle, delimiter=";")
        sheet.writerow(HEAD)
        for line in lines:
            reason = refused.get(line["number"], "")
            number = "" if reason else f"26{package.pk:03d}{line['number']:06d}"
            sheet.writerow([line["number"], line["name"], line["nik"], "Ditolak" if reason else "Diterima", number, reason])
    return path


def replied(package: Package, path: Path, by=None, on=None) -> Taken:
    read = read_reply(path)
    return record_reply(
        package=package, read=read, content=path.read_bytes(), sha256=fingerprint(path)[0], name=path.name, by=by, on=on or package.on
    )
