"""Draft of the agreement (PKS) between the office and the BPJS branch. A draft only: what nobody has verified stands in square brackets."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from payung.correspondence.models import PaperKind
from payung.law.given import Segment
from payung.reports.decided import Told, money, people_told
from payung.reports.paper import Block, Paper, Signatory, text, title

_ARTICLES = Path(__file__).with_name("agreement.yaml")
_DOTS = "........................"


def agreement_paper(told: Told) -> Paper:
    """Articles as agreements of local governments with BPJS have them; the parties fill in and check what is in brackets."""
    first = told.signatory(PaperKind.AGREEMENT, f"Kepala {told.office}", ["PIHAK KESATU,"])
    second = Signatory(f"Kepala {told.branch}", lead=["PIHAK KEDUA,"])
    blocks = [
        title(
            "PERJANJIAN KERJA SAMA",
            "ANTARA",
            told.office.upper(),
            "DAN",
            told.branch.upper(),
            "TENTANG",
            f"PERLINDUNGAN JAMINAN SOSIAL KETENAGAKERJAAN BAGI {told.workers.upper()} {told.place.name.upper()}",
        ),
        Block("facts", rows=[["Nomor PIHAK KESATU", told.number(PaperKind.AGREEMENT)], ["Nomor PIHAK KEDUA", f"[{_DOTS}]"]]),
        text(f"Pada hari ini, [hari, tanggal, bulan, tahun dengan huruf], bertempat di {told.town}, yang bertanda tangan di bawah ini:"),
        Block(
            "items",
            rows=[
                ["I.", f"{first.name or f'[{_DOTS}]'}, {first.title}, berdasarkan [surat keputusan pengangkatan], selanjutnya disebut PIHAK KESATU;"],
                ["II.", f"[nama], Kepala {told.branch}, berdasarkan [surat kuasa], selanjutnya disebut PIHAK KEDUA."],
            ],
        ),
        *(block for at, one in enumerate(_articles(told), 1) for block in _article(at, one["name"], one["said"])),
        Block("signatures", left=second, right=first),
    ]
    return Paper("Konsep perjanjian kerja sama", blocks, told.fingerprint, told.on, draft="KONSEP")


def _article(at: int, name: str, said: list[str]) -> list[Block]:
    rows = [[f"({no})" if len(said) > 1 else "", one] for no, one in enumerate(said, 1)]
    return [Block("heading", f"Pasal {at} – {name}"), Block("items", rows=rows)]


def _articles(told: Told) -> list[dict[str, Any]]:
    """name and said of each article, filled."""
    sums, fund = told.summary, told.fund
    values = {
        "workers": told.workers,
        "place": told.place.name,
        "fund": fund.name,
        "people": people_told(sums.people),
        "waiting": people_told(sums.waiting),
        "decree": told.determination.number,
        "fingerprint": told.fingerprint,
        "group": fund.group or "[kode]",
        "monthly": money(sums.monthly_price),
        "cost": money(sums.cost),
        "period": told.period,
        "basis": "bagian dari upah [periksa dasar upahnya]" if fund.segment == Segment.NON_ASN else "kelas penghasilan peserta bukan penerima upah",
        "office": told.office,
        "branch": told.branch,
    }
    return [{"name": one["name"], "said": [said.format_map(values) for said in one["said"]]} for one in _written()]


@cache
def _written() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(_ARTICLES.read_text("utf-8"))
    return found
