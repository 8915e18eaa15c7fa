"""The receipt (tanda terima) of a package for BPJS: one page with its files, their check numbers and room for the branch's signature.

All texts are made here; handover.typ only sets them. Nobody is named on it. The picture code holds what the page says, to compare with a phone.
"""

from pathlib import Path
from typing import Any

import qrcode

from payung.exchange.models import Package
from payung.reports.typeset import tagged_pdf
from payung.values.words import Lang, Words, day, number

_TEMPLATE = Path(__file__).with_name("handover.typ")
_SHOWN = 14  # files that fit on the page; the rest is summed up
_SHORT = 16  # characters of a check number that people compare
KINDS: dict[str, Words] = {
    "whole": Words("paket lengkap", "everybody"),
    "delta": Words("paket susulan", "what changed"),
}
FILE_KINDS: dict[str, Words] = {
    "sipp": Words("SIPP: peserta baru", "SIPP: new members"),
    "left": Words("SIPP: peserta keluar", "SIPP: members who left"),
    "group": Words("Berkas wadah", "File of the group"),
}
_TITLE = Words("Tanda terima paket peserta", "Receipt of a package of members")
_LABELS = {
    "kicker": Words("Serah-terima data ke BPJS Ketenagakerjaan", "Handing over data to BPJS Ketenagakerjaan"),
    "files": Words("Berkas", "Files"),
    "check": Words("Sidik paket (SHA-256)", "Check number of the package (SHA-256)"),
    "gave": Words("Yang menyerahkan", "Handed over by"),
    "took": Words("Yang menerima, BPJS Ketenagakerjaan", "Received by, BPJS Ketenagakerjaan"),
    "name": Words("Nama, jabatan, tanggal, cap", "Name, office, day, stamp"),
    "code": Words("Kode gambar dengan nomor, jumlah orang, dan sidik paket", "Picture code with the number, the people and the check number"),
}
_HEADS = [Words("No.", "No."), Words("Berkas", "File"), Words("Isi", "Content"), Words("Baris", "Rows"), Words("Sidik", "Check number")]
_MORE = Words("dan {n} berkas lagi, tercakup oleh sidik paket", "and {n} more files, covered by the check number of the package")
_UNKNOWN = Words("belum diisi", "not filled in")
_FOOTER = Words(
    "Dibuat Payung dari paket yang tersimpan. Lembar ini tidak memuat data orang.", "Made by Payung from the package as kept. No person is named."
)


def handover_pdf(package: Package, lang: Lang = "id") -> bytes:
    """A tagged PDF (PDF/UA-1) of one page; the same package gives the same page."""
    return tagged_pdf(_TEMPLATE, "handover", content(package, lang), package.on)


def content(package: Package, lang: Lang) -> dict[str, Any]:
    """Every text as the template sets it."""
    files = list(package.files.select_related("document").order_by("number"))
    return {
        "lang": lang,
        "labels": {key: words.said(lang) for key, words in _LABELS.items()},
        "title": _TITLE.said(lang),
        "place": f"{package.fund.place.name} · {package.fund.name}",
        "facts": [[words.said(lang), text] for words, text in _facts(package, lang)],
        "heads": [words.said(lang) for words in _HEADS],
        "files": [
            [number(one.number, lang), one.name, FILE_KINDS[one.kind].said(lang), number(one.rows, lang), one.document.sha256[:_SHORT]]
            for one in files[:_SHOWN]
        ],
        "more": _MORE.said(lang, n=number(len(files) - _SHOWN, lang)) if len(files) > _SHOWN else "",
        "fingerprint": package.fingerprint,
        "code": _svg(f"PAYUNG {package.fund_id}/{package.number} {package.month} {package.come}+{package.gone} {package.fingerprint}"),
        "footer": _FOOTER.said(lang),
    }


def _facts(package: Package, lang: Lang) -> list[tuple[Words, str]]:
    unknown = _UNKNOWN.said(lang)
    return [
        (Words("Nomor paket", "Number"), f"{number(package.number, lang)} ({KINDS[package.kind].said(lang)})"),
        (Words("Tanggal", "Day"), day(package.on, lang)),
        (Words("Berlaku mulai", "Holds from"), package.month.said(lang)),
        (Words("Kode wadah", "Code of the group"), package.group or unknown),
        (Words("NPP", "NPP"), package.employer_number or unknown),
        (Words("Peserta baru", "New members"), number(package.come, lang)),
        (Words("Peserta keluar", "Members who left"), number(package.gone, lang)),
        (Words("Dibuat oleh", "Made by"), str(package.by) if package.by else "Payung"),
    ]


def _svg(text: str) -> str:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path d="{path}" fill="#16212B"/></svg>'
