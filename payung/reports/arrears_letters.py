"""Letters 1, 2 and 3 to villages, offices and employers: a page each in one PDF, the same to edit as DOCX, and a text each for WhatsApp.

In Indonesian, whatever the screen speaks. All texts are made here, once for the three of them; letters.typ and paper_docx.py only set them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q

from payung.compliance.enrolment_models import ArrearsLetter, EntityKind
from payung.compliance.letter_actions import head_of
from payung.correspondence.models import LetterKind
from payung.correspondence.queries import rule_of
from payung.places.models import Place
from payung.reports.letters import labour_office
from payung.reports.paper import Block, Paper, Signatory, numbers
from payung.reports.paper_docx import paper_docx
from payung.reports.typeset import tagged_pdf
from payung.values.spelled import rupiah_spelled
from payung.values.words import day, number, rupiah

_TEMPLATE = Path(__file__).with_name("letters.typ")
_PAY, _ENROL = ArrearsLetter.Kind.PAY, ArrearsLetter.Kind.ENROL
_SUBJECTS = {
    _PAY: ("Tagihan tunggakan iuran", "Teguran tunggakan iuran", "Teguran terakhir tunggakan iuran"),
    _ENROL: ("Pendaftaran kepesertaan", "Teguran pendaftaran kepesertaan", "Teguran terakhir pendaftaran kepesertaan"),
}
_STEPS = {
    _PAY: [
        "Minta kode iuran kepada kantor cabang BPJS Ketenagakerjaan, lalu bayar dengan kode itu.",
        "Kirim salinan bukti bayarnya kepada {office}.",
        "Bila perlu mengangsur, sampaikan jumlah dan tanggal bayarnya secara tertulis; kesanggupan itu kami catat.",
    ],
    _ENROL: [
        "Susun daftar pekerja: NIK 16 angka, nama sesuai KTP, tanggal lahir, dan upah.",
        "Daftarkan di kantor cabang BPJS Ketenagakerjaan. Bila sudah terdaftar, kirim nomor pendaftarannya (NPP) kepada {office}.",
        "Bila ada kendala, hubungi kami; petugas kami membantu menyusun daftarnya.",
    ],
}
_END = "Bila sudah diselesaikan sebelum surat ini diterima, kirimkan buktinya dan surat ini boleh diabaikan. Terima kasih atas kerja sama Saudara."


@dataclass(frozen=True)
class Sender:
    """Whose letterhead the letters bear and who signs them."""

    government: str
    office: str
    town: str
    address: str = ""
    title: str = ""
    name: str = ""
    staff_number: str = ""


@dataclass(frozen=True)
class Text:
    """One letter as all its forms say it. `facts`: label and value; `steps` under the heading `how`."""

    letter: ArrearsLetter
    to: list[str]
    subject: str
    opening: str
    facts: list[tuple[str, str]]
    body: list[str]
    how: str
    steps: list[str]
    end: str = _END
    dated: str = field(default="")


def sender_of(place: Place) -> Sender:
    """The labour office's letterhead where there is one, else its name, with room to sign by hand."""
    head = head_of(place)
    if head is None:
        office = labour_office(place.code)
        return Sender(f"Pemerintah {place.name}", office, place.name.removeprefix("Kabupaten ").removeprefix("Kota "), title=f"Kepala {office}")
    rule = rule_of(head, LetterKind.ARREARS)
    address = ", ".join(part for part in (head.address, head.contact) if part)
    title = rule.title if rule and rule.title else f"Kepala {head.name}"
    return Sender(head.government, head.name, head.town, address, title, rule.name if rule else "", rule.staff_number if rule else "")


def texts_of(letters: Sequence[ArrearsLetter], sender: Sender) -> list[Text]:
    """Each letter in words; its entity, place (with its parent) and office are loaded. Earlier letters that it names are read at once."""
    before = _before(letters)
    return [_text(letter, before, sender) for letter in letters]


def letters_pdf(texts: Sequence[Text], sender: Sender, *, made_by: str, on: date) -> bytes:
    """One page for each letter, as a tagged PDF (PDF/UA-1). ValueError without letters."""
    if not texts:
        raise ValueError("no letter to write")
    told: dict[str, Any] = {
        "government": sender.government.upper(),
        "office": sender.office.upper(),
        "address": sender.address,
        "signed": f"{sender.title},",
        "name": sender.name,
        "staff_number": sender.staff_number,
        "title": f"Surat kepada {number(len(texts))} entitas, {day(texts[0].letter.on)}",
        "footer": f"Dibuat oleh {made_by} pada {day(on)} dengan Payung.",
        "dense": True,  # so that the third, the longest, keeps to one page as a rule
        "letters": [_set(one) for one in texts],
    }
    return tagged_pdf(_TEMPLATE, "told", told, on)


def letters_docx(texts: Sequence[Text], sender: Sender, *, on: date) -> bytes:
    """The same letters to edit, one after the other on new pages."""
    blocks: list[Block] = []
    for one in texts:
        blocks += [*([Block("break")] if blocks else []), *_blocks(one, sender)]
    return paper_docx(Paper(f"Surat {day(texts[0].letter.on)}", blocks, "", on))


def whatsapp(one: Text, sender: Sender) -> str:
    """The same in a few lines, to copy into a message."""
    facts = "\n".join(f"{label}: {value}" for label, value in one.facts)
    reference = f" Nomor surat: {one.letter.reference}." if one.letter.reference else ""
    return "\n\n".join([f"Yth. {one.to[0]}", one.opening, facts, *one.body, f"{one.steps[0]}{reference}", f"Terima kasih.\n{sender.office}"])


def name_of(letter: ArrearsLetter) -> str:
    """The entity as letters name it."""
    entity = letter.entity
    return f"Pemerintah Desa {entity.place.name}" if entity.kind == EntityKind.VILLAGE else str(entity.office)


def _text(letter: ArrearsLetter, before: dict[int, list[ArrearsLetter]], sender: Sender) -> Text:
    kind = ArrearsLetter.Kind(letter.kind)
    return Text(
        letter,
        _addressee(letter),
        f"{_SUBJECTS[kind][letter.number - 1]} BPJS Ketenagakerjaan (surat ke-{letter.number})",
        _opening(letter),
        _facts(letter),
        [*_unanswered(before.get(letter.pk, [])), _until(letter), *_warning(letter)],
        "Cara menyelesaikan" if kind == _PAY else "Cara mendaftar",
        [step.format(office=sender.office) for step in _STEPS[kind]],
        dated=f"{sender.town}, {day(letter.on)}",
    )


def _opening(letter: ArrearsLetter) -> str:
    if letter.kind == _PAY:
        return (
            f"Menurut {letter.source} per {day(letter.as_of)}, {name_of(letter)} masih mempunyai tunggakan iuran jaminan sosial ketenagakerjaan "
            "sebagai berikut."
        )
    return (
        f"Menurut catatan kami sampai {day(letter.on)}, {name_of(letter)} belum terdaftar sebagai peserta BPJS Ketenagakerjaan, sehingga pekerjanya "
        "belum terlindungi dari risiko kecelakaan kerja dan kematian."
    )


def _facts(letter: ArrearsLetter) -> list[tuple[str, str]]:
    entity = letter.entity
    facts = [("Nama", name_of(letter))]
    if entity.kind == EntityKind.VILLAGE and entity.place.parent:
        facts.append(("Kecamatan", entity.place.parent.name))
    if letter.npp:
        facts.append(("NPP", letter.npp))
    if letter.kind == _PAY:
        facts += [
            ("Bulan tertunggak", _months(letter)),
            ("Jumlah tunggakan", rupiah(letter.owed)),
            ("Terbilang", rupiah_spelled(letter.owed)),
        ]
    return facts


def _months(letter: ArrearsLetter) -> str:
    """With the first of them, where the last paid one is known."""
    return f"{number(letter.months)} bulan" + (f" (sejak {(letter.paid_through + 1).said()})" if letter.paid_through else "")


def _unanswered(before: Sequence[ArrearsLetter]) -> list[str]:
    if not before:
        return []
    named = [f"surat ke-{one.number}{f' nomor {one.reference}' if one.reference else ''} tanggal {day(one.on)}" for one in before]
    return [f"Sebelumnya kami sudah mengirim {' dan '.join(named)}, dan belum ada penyelesaian."]


def _until(letter: ArrearsLetter) -> str:
    what = "tunggakan itu dilunasi, atau kesanggupan membayar disampaikan secara tertulis," if letter.kind == _PAY else "pendaftaran diselesaikan"
    return f"Mohon {what} paling lambat {day(letter.due_on)}."


def _warning(letter: ArrearsLetter) -> list[str]:
    if letter.number < 3 or letter.kind != _PAY:
        return []
    return [
        "Bila sampai tanggal itu tidak ada pembayaran atau kesanggupan, penagihannya diserahkan kepada Kejaksaan Negeri melalui surat kuasa "
        "khusus (SKK)."
    ]


def _addressee(letter: ArrearsLetter) -> list[str]:
    entity = letter.entity
    if entity.kind == EntityKind.VILLAGE:
        return [f"Kepala Desa {entity.place.name}", *([f"Kecamatan {entity.place.parent.name}"] if entity.place.parent else []), "di tempat"]
    return [f"{'Pimpinan' if entity.kind == EntityKind.EMPLOYER else 'Kepala'} {entity.office}", "di tempat"]


def _before(letters: Sequence[ArrearsLetter]) -> dict[int, list[ArrearsLetter]]:
    """Key of a letter 2 or 3 -> those before it in its series."""
    later = [letter for letter in letters if letter.number > 1]
    found: dict[tuple[int, str], list[ArrearsLetter]] = {}
    for one in ArrearsLetter.objects.filter(Q(number__lt=3), entity__in={letter.entity_id for letter in later}).order_by("on", "pk"):
        found.setdefault((one.entity_id, one.kind), []).append(one)
    told: dict[int, list[ArrearsLetter]] = {}
    for letter in later:
        earlier = [one for one in found.get((letter.entity_id, letter.kind), []) if one.on < letter.on]
        told[letter.pk] = earlier[-(letter.number - 1) :]
    return told


def _set(one: Text) -> dict[str, Any]:
    return {
        "reference": one.letter.reference,
        "dated": one.dated,
        "subject": one.subject,
        "to": one.to,
        "opening": one.opening,
        "facts": one.facts,
        "body": one.body,
        "how": one.how,
        "steps": one.steps,
        "end": one.end,
    }


def _blocks(one: Text, sender: Sender) -> list[Block]:
    reference = one.letter.reference or "................................"
    return [
        Block("head", rows=[[line] for line in (sender.government.upper(), sender.office.upper(), sender.address) if line]),
        Block("text", one.dated),
        Block("facts", rows=[["Nomor", reference], ["Hal", one.subject]]),
        Block("text", "Kepada Yth."),
        *(Block("text", line) for line in one.to),
        Block("text", "Dengan hormat,"),
        Block("text", one.opening),
        Block("facts", rows=[list(fact) for fact in one.facts]),
        *(Block("text", said) for said in one.body),
        Block("text", f"{one.how}:"),
        Block("items", rows=[[mark, step] for mark, step in zip(numbers(len(one.steps)), one.steps, strict=True)]),
        Block("text", one.end),
        Block("signatures", right=Signatory(f"{sender.title},", sender.name, sender.staff_number)),
    ]
