"""Reminders as letters, one page each in one PDF, and as texts for WhatsApp. To village heads and offices: in Indonesian, whatever the screen speaks.

All texts are made here; letters.typ only sets them.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from payung.compliance.models import Reminder
from payung.places.models import Office, OfficeKind
from payung.reports.typeset import tagged_pdf
from payung.values.words import day, number

_TEMPLATE = Path(__file__).with_name("letters.typ")
_LAST = 3  # from this reminder on the letter offers somebody who comes and helps
_SUBJECT = {
    Reminder.Kind.NOT_SENT: "Daftar usulan pekerja rentan belum kami terima",
    Reminder.Kind.CORRECTIONS: "Baris daftar usulan pekerja rentan perlu diperbaiki",
}
_STEPS = {
    Reminder.Kind.NOT_SENT: [
        "Pakai berkas yang sudah ada (Excel, LibreOffice, atau csv). Judul kolom boleh apa saja; isi paling sedikit NIK 16 angka, nama sesuai KTP, "
        "tanggal lahir, dan desa.",
        "Kirim lewat halaman Unggah & Periksa di Payung, atau serahkan berkasnya kepada operator {office}.",
        "Baris yang perlu diperbaiki tidak menahan baris lain. Anda menerima lembar perbaikan untuk baris itu saja.",
    ],
    Reminder.Kind.CORRECTIONS: [
        "Buka lembar perbaikan yang kami kirim. Isinya hanya baris yang perlu diperbaiki, dengan alasannya.",
        "Cocokkan dengan KTP atau KK warga, lalu tulis yang benar di sel yang berwarna.",
        "Kirim kembali lembar itu lewat halaman Unggah & Periksa di Payung, atau serahkan kepada operator {office}.",
    ],
}


def write_letters(reminders: Sequence[Reminder], *, office: str, place: str, made_by: str, on: date) -> bytes:
    """One page for each reminder, as a tagged PDF (PDF/UA-1). `office` signs, `place` is the regency. ValueError without reminders."""
    if not reminders:
        raise ValueError("no letter to write")
    told = {
        "government": f"Pemerintah {place}".upper(),
        "office": office.upper(),
        "signed": f"Kepala {office},",
        "title": f"Surat pengingat, {day(reminders[0].on)}",
        "footer": f"Dibuat oleh {made_by} pada {day(on)} dengan Payung, dari catatan daftar {reminders[0].round.name}.",
        "letters": [letter(each, office=office, place=place) for each in reminders],
    }
    return tagged_pdf(_TEMPLATE, "told", told, on)


def letter(reminder: Reminder, *, office: str, place: str) -> dict[str, Any]:
    """The texts of one letter; its round, village (with its parent) and office are loaded."""
    kind = Reminder.Kind(reminder.kind)
    steps = [step.format(office=office) for step in _STEPS[kind]]
    return {
        "reference": reminder.reference,
        "dated": f"{_town(place)}, {day(reminder.on)}",
        "subject": f"{_SUBJECT[kind]} (pengingat ke-{reminder.number})",
        "to": _addressee(reminder),
        "body": [_what(reminder), _until(reminder), *([_HELP] if reminder.number >= _LAST else [])],
        "how": "Cara memperbaiki" if kind == Reminder.Kind.CORRECTIONS else "Cara mengirim",
        "steps": steps,
        "end": "Bila sudah dikirim sebelum surat ini Anda terima, surat ini boleh diabaikan. Terima kasih atas kerja sama Anda.",
    }


def whatsapp(reminder: Reminder, *, office: str) -> str:
    """The same in a few lines, to copy into a message."""
    to = " ".join(_addressee(reminder)[:1])
    steps = {
        Reminder.Kind.NOT_SENT: "Kirim berkas Excel yang sudah ada lewat Payung (Unggah & Periksa), atau balas pesan ini dengan berkasnya.",
        Reminder.Kind.CORRECTIONS: "Buka lembar perbaikan dari kami, betulkan sel yang berwarna, lalu kirim kembali lewat Payung atau di sini.",
    }[Reminder.Kind(reminder.kind)]
    return f"Yth. {to}\n\n{_what(reminder)} {_until(reminder)}\n\n{steps}\n\nBila sudah dikirim, pesan ini boleh diabaikan. Terima kasih.\n{office}"


_HELP = "Bila ada kendala, hubungi kami. Petugas kami dapat membantu menyusun atau memperbaiki daftar itu bersama Anda."


def labour_office(place_code: str) -> str:
    """Who signs: the labour office of the place."""
    return (
        Office.objects.filter(kind=OfficeKind.LABOUR, place=place_code).values_list("name", flat=True).order_by("pk").first() or "Dinas Tenaga Kerja"
    )


def _addressee(reminder: Reminder) -> list[str]:
    if reminder.village:
        return [f"Kepala Desa {reminder.village.name}", f"Kecamatan {reminder.village.parent.name}" if reminder.village.parent else "", "di tempat"]
    return [f"Kepala {reminder.office.name}" if reminder.office else "", "di tempat"]


def _who(reminder: Reminder) -> str:
    return f"Desa {reminder.village.name}" if reminder.village else (reminder.office.name if reminder.office else "")


def _what(reminder: Reminder) -> str:
    if reminder.kind == Reminder.Kind.NOT_SENT:
        return f"Untuk {reminder.round.name}, daftar usulan pekerja rentan dari {_who(reminder)} belum kami terima sampai {day(reminder.on)}."
    return (
        f"Daftar usulan pekerja rentan dari {_who(reminder)} untuk {reminder.round.name} sudah kami terima. "
        f"{number(reminder.rows)} baris di dalamnya masih perlu diperbaiki; baris lain tidak tertahan."
    )


def _until(reminder: Reminder) -> str:
    what = "daftar itu dikirim" if reminder.kind == Reminder.Kind.NOT_SENT else "perbaikannya dikirim"
    when = f"paling lambat {day(reminder.due_on)}" if reminder.due_on else "secepatnya"
    return f"Mohon {what} {when}, supaya warga yang berhak dapat segera dilindungi."


def _town(place: str) -> str:
    return place.removeprefix("Kabupaten ").removeprefix("Kota ")
