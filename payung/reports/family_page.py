"""One page for the family in plain Indonesian, as PDF on A4, and the same as a text for WhatsApp: what is due, to whom, which papers, whom to ask.

Both are made from the same sentences. No NIK and no bank data stand in them. All texts are made here; family_page.typ only sets them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from payung.claims.answer import Answer
from payung.claims.heirs import RELATION_WORDS
from payung.claims.papers import THERE, Line
from payung.law.figure import Value, figure
from payung.law.read_figures import Mark
from payung.reports.claim_told import ClaimTold, grouped
from payung.reports.explained import LINES, MARKS
from payung.reports.typeset import tagged_pdf
from payung.values.words import day, number, rupiah

_TEMPLATE = Path(__file__).with_name("family_page.typ")
FREE = "GRATIS. Tidak ada biaya apa pun."
WARNING = "Jangan berikan buku tabungan, kartu ATM, atau PIN kepada siapa pun, juga bukan kepada petugas. Tidak ada potongan dan tidak ada imbalan."
_WAITS = "Sebagian dibayar sekarang, sisanya setelah iuran yang menunggak dilunasi. Pelunasan bukan kewajiban keluarga."
_TREATMENT_FIRST = "Pengobatan didahulukan: bawa ke rumah sakit atau puskesmas. Besarnya santunan dihitung setelah diobati."
_SAID = {
    "due": "Keluarga berhak menerima seluruh santunan.",
    "part": "Keluarga berhak menerima biaya pemakaman saja, karena masa kepesertaan belum cukup.",
    "waits": _WAITS,
    "nothing": "Menurut catatan kami tidak ada hak dari program ini. Tanyakan juga ke BPJS: mungkin ada perlindungan lain.",
    "unknown": "Nama ini tidak ada di daftar kami. Tanyakan ke BPJS: mungkin terdaftar lewat tempat kerja atau membayar sendiri.",
}


@dataclass(frozen=True)
class FamilyPage:
    """`dues`: line and rupiah; `total`: their sum ("" : there is none); `papers`: whether it is there, title, issuer and how to get it."""

    name: str
    event: str
    verdict: str
    dues: Sequence[tuple[str, str]]
    total: str
    more: Sequence[str]
    sure: str
    heirs: Sequence[str]
    papers: Sequence[tuple[bool, str, str, str]]
    steps: Sequence[str]
    complaint: str
    office: str
    contact: str
    footer: str


def family_page(told: ClaimTold) -> FamilyPage:
    """What the family is told, in sentences."""
    answer, case = told.known.answer, told.case
    happened = "Meninggal dunia" if told.heirs else "Kecelakaan kerja"
    lines = [line for line in told.papers.lines if line.state != "not_needed"]
    return FamilyPage(
        told.name,
        f"{happened} {day(case.happened_on)}" + (f", {told.village_is} {told.village}" if case.village else ""),
        _SAID[answer.verdict] if answer else _TREATMENT_FIRST,
        [(LINES[line].id, rupiah(amount)) for line, amount in answer.lines.items() if amount] if answer else [],
        rupiah(answer.total) if answer and answer.total else "",
        _more(told, answer),
        _sureness(answer),
        _receivers(told),
        _papers(lines),
        _steps(told),
        told.complaint,
        told.office,
        told.contact,
        f"Dicetak {day(told.on)} dengan Payung, kasus nomor {number(case.pk)}. Yang memutuskan dan membayar adalah BPJS Ketenagakerjaan.",
    )


def family_pdf(told: ClaimTold) -> bytes:
    """A tagged PDF (PDF/UA-1) of one page."""
    page = family_page(told)
    return tagged_pdf(_TEMPLATE, "page", {**page.__dict__, "free": FREE, "warning": WARNING}, told.on)


def family_text(told: ClaimTold) -> str:
    """The same to send by WhatsApp, whose `*…*` is bold."""
    page = family_page(told)
    dues = [f"• {line}: {amount}" for line, amount in page.dues]
    total = [f"*Jumlah: {page.total}*"] if page.total else []
    missing = [f"{at}. {what} – {issuer}" for at, (_, what, issuer, _) in enumerate((one for one in page.papers if not one[0]), 1)]
    here = [f"✓ {what}" for there, what, _, _ in page.papers if there]
    parts = [
        [f"*Klaim BPJS Ketenagakerjaan: {page.name}*", page.event],
        [f"*{FREE}*", WARNING],
        ["*Hak keluarga*" if told.heirs else "*Hak pekerja*", page.verdict, *dues, *total, *page.more, *([page.sure] if page.sure else [])],
        ["*Penerima*", *(f"• {one}" for one in page.heirs)] if page.heirs else [],
        ["*Berkas yang masih kurang*", *missing] if missing else [],
        ["*Berkas yang sudah ada*", *here] if here else [],
        ["*Langkah*", *(f"{at}. {step}" for at, step in enumerate(page.steps, 1))],
        [f"*Bertanya atau mengadu:* telepon {page.complaint}, atau {page.office}{f' ({page.contact})' if page.contact else ''}."],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _papers(lines: Sequence[Line]) -> list[tuple[bool, str, str, str]]:
    """What is missing, and after it what is there; one row a kind, with everybody whose paper it is."""
    told = []
    for wanted in (False, True):
        for kind, title in grouped(line for line in lines if (line.state in THERE) == wanted):
            more = " – bila ada" if kind.optional and not wanted else ""
            told.append((wanted, title + more, kind.issuer.id, "" if wanted else kind.how.id))
    return told


def _more(told: ClaimTold, answer: Answer | None) -> list[str]:
    if answer is None:
        return []
    said = []
    if answer.verdict == "waits":
        said.append(f"Sekarang {rupiah(answer.now)}; {rupiah(answer.later)} setelah tunggakan lunas.")
    if answer.scholarship["eligible"]:
        most = rupiah(answer.scholarship["total_max"])
        said.append(f"Beasiswa anak sampai {most} untuk semua tahun sekolah, dibayar tiap tahun setelah ada surat dari sekolah.")
    if told.case.cause == "unknown":
        said.append("Sebabnya belum dicatat. Bila karena kecelakaan saat bekerja, haknya lebih besar: beri tahu petugas.")
    return said


def _sureness(answer: Answer | None) -> str:
    """Figures that were not read in the regulation are never told as certain."""
    if answer is None or not answer.total or answer.mark == Mark.SOURCE:
        return ""
    return f"Perkiraan menurut catatan kami. Dasar angkanya {MARKS[Mark(answer.mark)].id}; jumlah pastinya dari BPJS."


def _receivers(told: ClaimTold) -> list[str]:
    heirs = told.heirs
    if heirs is None:
        return []
    if heirs.empty:
        return ["Keluarga belum dicatat. Bawa Kartu Keluarga ke kantor desa."]
    if not heirs.heirs:
        return ["Biaya pemakaman untuk yang mengurus pemakaman; selebihnya untuk Dana Jaminan Sosial."]
    said = [
        f"{one.relative.name} ({RELATION_WORDS[one.relative.relation].id})" + (f", diwakili wali {one.guardian.name}" if one.guardian else "")
        for one in heirs.heirs
    ]
    if heirs.several:
        said.append("Pembagiannya disepakati keluarga dan ditulis di surat keterangan ahli waris.")
    return said


def _steps(told: ClaimTold) -> list[str]:
    days = _pay_days(told)
    first = "Laporkan ke BPJS dalam 2 × 24 jam; petugas membantu." if told.known.by_work else "Urus akta kematian lewat kantor desa."
    return [
        first,
        "Kumpulkan berkas di atas. Foto dengan HP sudah cukup untuk memulai; petugas desa atau dinas membantu mengisi formulir.",
        f"Serahkan ke {told.branch}. Setelah lengkap, BPJS membayar paling lama {number(days.number)} hari kerja ({days.cited}).",
        "Uang masuk ke rekening penerima sendiri. Petugas akan menelepon untuk memastikan jumlahnya utuh.",
    ]


def _pay_days(told: ClaimTold) -> Value:
    return figure("deadline.pay_jkk" if told.known.by_work else "deadline.pay_jkm").on(told.on)
