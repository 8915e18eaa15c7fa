"""Letters and filled-in sheets of a claim, as PDF and DOCX from the same blocks. None of them is BPJS's own form: a sheet says so on its face."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from payung.claims.models import Relative
from payung.claims.papers import THERE
from payung.law.relation import Relation
from payung.reports.claim_told import DOTS, ClaimTold, grouped
from payung.reports.paper import Block, Paper, Signatory, numbers, text, title
from payung.values.words import Words, day, number

_WITNESSES = [["1.", f"Saksi I: {DOTS}  NIK {DOTS}  tanda tangan ............"], ["2.", f"Saksi II: {DOTS}  NIK {DOTS}  tanda tangan ............"]]


@dataclass(frozen=True)
class Letter:
    """`applies`: whether this case can have it."""

    title: Words
    blocks: Callable[[ClaimTold], Sequence[Block]]
    applies: Callable[[ClaimTold], bool]


def letter_paper(key: str, told: ClaimTold) -> Paper:
    """KeyError for a letter that nobody knows."""
    letter = LETTERS[key]
    return Paper(letter.title.id, list(letter.blocks(told)), "", told.on)


def letters_for(told: ClaimTold) -> dict[str, Words]:
    """Key and title of the letters that this case can have."""
    return {key: letter.title for key, letter in LETTERS.items() if letter.applies(told)}


def _items(said: Sequence[str]) -> Block:
    return Block("items", rows=list(zip(numbers(len(said)), said, strict=True)))


def _dead(told: ClaimTold) -> Block:
    return Block(
        "facts",
        rows=[
            ["Nama", told.name],
            ["NIK", told.person_nik],
            ["Tanggal lahir", told.born],
            ["Alamat terakhir", f"{told.village_is} {told.village}, Kecamatan {told.district}, {told.place}"],
            ["Meninggal dunia pada" if told.heirs else "Mengalami kecelakaan pada", day(told.case.happened_on)],
            ["Di", told.case.happened_at or DOTS],
        ],
    )


def _village_signs(told: ClaimTold, *, district: bool = False) -> Block:
    left = Signatory(f"Camat {told.district},", lead=["Mengetahui,"]) if district else None
    head = "Lurah" if told.village_is == "Kelurahan" else "Kepala Desa"
    return Block("signatures", left=left, right=Signatory(f"{head} {told.village},", lead=[told.dated(told.village)]))


def _death(told: ClaimTold) -> list[Block]:
    cause = {"work": "karena kecelakaan kerja", "other": "bukan karena kecelakaan kerja"}.get(told.case.cause, DOTS)
    return [
        told.village_head(),
        title("SURAT KETERANGAN KEMATIAN", f"NOMOR {DOTS}"),
        text("Yang bertanda tangan di bawah ini menerangkan bahwa:"),
        _dead(told),
        Block("facts", rows=[["Sebab", cause]]),
        text("Surat ini dibuat untuk pengurusan akta kematian dan klaim BPJS Ketenagakerjaan. Pengurusannya tidak dipungut biaya."),
        _village_signs(told),
    ]


def _heirs(told: ClaimTold) -> list[Block]:
    heirs = told.heirs.heirs if told.heirs else ()
    said = [told.relative(one.relative) + _by_guardian(one.guardian) for one in heirs] or [DOTS, DOTS]
    return [
        told.village_head(),
        title("SURAT KETERANGAN AHLI WARIS", f"NOMOR {DOTS}"),
        text(f"Kami yang bertanda tangan di bawah ini adalah ahli waris dari {told.late}:"),
        _dead(told),
        text("Ahli warisnya adalah:"),
        _items(said),
        *[text(f"{words.id}") for words in (told.heirs.prove[:1] if told.heirs and told.heirs.step in ("b1", "b2", "b3") else ())],
        text("Tidak ada ahli waris lain selain yang disebut di atas. Bila keterangan ini tidak benar, kami bersedia dituntut menurut hukum."),
        text("Pembagian di antara ahli waris, bila lebih dari satu orang, kami sepakati sebagai berikut: " + DOTS * 2),
        *_signed(told.heirs.signing if told.heirs else (), "Ahli waris atau wali"),
        *_signed_pair(Signatory("Saksi I,"), Signatory("Saksi II,")),
        _village_signs(told, district=True),
    ]


def _signed(people: Sequence[Relative], as_what: str) -> list[Block]:
    """Room for everybody's signature over a duty stamp, two side by side."""
    each = [Signatory(f"{as_what},", one.name) for one in people] or [Signatory(f"{as_what},")]
    return [block for at in range(0, len(each), 2) for block in _signed_pair(each[at], each[at + 1] if at + 1 < len(each) else None)]


def _signed_pair(left: Signatory, right: Signatory | None) -> list[Block]:
    return [Block("signatures", left=left, right=right)]


def _by_guardian(guardian: Relative | None) -> str:
    return f" (diwakili wali: {guardian.name})" if guardian else ""


def _attorney(told: ClaimTold) -> list[Block]:
    people = told.heirs.signing if told.heirs else ()
    return [
        title("SURAT KUASA AHLI WARIS"),
        text(f"Kami, para ahli waris dari {told.late} {told.name} (NIK {told.person_nik}), yang meninggal dunia pada {day(told.case.happened_on)}:"),
        _items([told.relative(one) for one in people] or [DOTS]),
        text(f"memberi kuasa kepada: {DOTS}, salah seorang dari kami, untuk mengurus klaim BPJS Ketenagakerjaan atas nama kami bersama."),
        text("Manfaat dibayarkan ke rekening atas nama penerima kuasa sendiri dan dibagikan kepada kami sesuai dengan surat keterangan ahli waris."),
        text("Kuasa ini tidak boleh dialihkan kepada orang lain. Tidak ada imbalan untuk pengurusan klaim ini."),
        *_signed(people, "Pemberi kuasa"),
        Block("signatures", left=_head_of(told), right=_with_stamp(told, "Penerima kuasa")),
    ]


def _head_of(told: ClaimTold) -> Signatory:
    head = "Lurah" if told.village_is == "Kelurahan" else "Kepala Desa"
    return Signatory(f"{head} {told.village},", lead=["Mengetahui,"])


def _with_stamp(told: ClaimTold, as_what: str, name: str = "") -> Signatory:
    return Signatory(f"{as_what}, di atas meterai,", name, lead=[told.dated(told.village)])


def _guardian(told: ClaimTold) -> list[Block]:
    blocks: list[Block] = []
    for one in told.heirs.minors if told.heirs else ():
        guardian = one.guardian
        said = [
            f"Saya mewakili {told.relative(one.relative)}, yang belum dewasa, dalam klaim BPJS Ketenagakerjaan.",
            "Uang bagian anak itu saya terima di rekening atas nama saya sendiri dan saya pakai hanya untuk kepentingan anak itu.",
            "Dasar saya menjadi wali: " + (_ground(guardian) if guardian else DOTS),
        ]
        blocks += [
            *([Block("break")] if blocks else []),
            title("SURAT PERNYATAAN WALI"),
            text("Yang bertanda tangan di bawah ini:"),
            Block("facts", rows=[["Nama", guardian.name if guardian else DOTS], ["NIK", told.nik(guardian.nik if guardian else "")]]),
            text("menyatakan dengan sesungguhnya:"),
            _items(said),
            Block("signatures", left=_head_of(told), right=_with_stamp(told, "Wali", guardian.name if guardian else "")),
        ]
    return blocks


def _ground(guardian: Relative) -> str:
    if guardian.relation in (Relation.SPOUSE, Relation.WIDOW, Relation.WIDOWER):
        return "orang tua anak itu yang masih hidup (akta kelahiran terlampir)."
    return f"penetapan pengadilan nomor {DOTS}"


def _chronology(told: ClaimTold) -> list[Block]:
    return [
        title("KRONOLOGI KECELAKAAN KERJA"),
        text("Yang bertanda tangan di bawah ini menerangkan kecelakaan yang dialami:"),
        _dead(told),
        Block(
            "facts",
            rows=[["Pukul", DOTS], ["Pekerjaan saat itu", DOTS], ["Alat atau kendaraan", DOTS], ["Dibawa ke rumah sakit atau puskesmas", DOTS]],
        ),
        text("Urutan kejadian: " + (told.case.story or "")),
        *([] if told.case.story else [text(DOTS * 2), text(DOTS * 2), text(DOTS * 2)]),
        text("Saksi-saksi (lampirkan fotokopi KTP):"),
        Block("items", rows=_WITNESSES),
        Block("signatures", right=Signatory("Yang menerangkan,", lead=[told.dated(told.village)])),
    ]


def _sheet(told: ClaimTold) -> list[Block]:
    """What BPJS's form asks for, ready to be copied: its own layout was not read."""
    form = "KK1 (laporan kecelakaan tahap I)" if told.known.by_work else "F4 (klaim JKM)"
    cover = told.known.cover
    heirs = told.heirs.heirs if told.heirs else ()
    rows = [
        ["Peserta di daftar", cover.fund_name or DOTS],
        ["Peserta sejak", cover.run.since.said() if cover.run else DOTS],
        ["Iuran lunas", f"{number(cover.run.paid)} bulan" if cover.run else DOTS],
        ["Nomor peserta (KPJ)", DOTS],
    ]
    receivers = [told.relative(one.relative) + (_by_guardian(one.guardian) or f", telepon {one.relative.phone or DOTS}") for one in heirs]
    return [
        title("LEMBAR ISIAN", f"untuk disalin ke Formulir {form}"),
        text("Lembar ini bukan formulir resmi BPJS Ketenagakerjaan. Minta formulir aslinya di cabang, lalu salin isian di bawah ini."),
        _dead(told),
        Block("facts", rows=rows),
        *([Block("heading", "Yang mengajukan"), _items(receivers or [DOTS])] if told.heirs else []),
        text("Nomor rekening penerima diisi sendiri di formulir resmi dan ditunjukkan kepada BPJS saja. Payung tidak menyimpannya."),
    ]


def _cover(told: ClaimTold) -> list[Block]:
    # a bank book is shown by its owner and handed to nobody
    there = [title for _, title in grouped(line for line in told.papers.lines if line.state in THERE and line.kind.scan)]
    missing = [title for _, title in grouped(line for line in told.papers.open if line.kind.scan)]
    what = "klaim kecelakaan kerja (JKK)" if told.known.by_work else "klaim jaminan kematian (JKM)"
    return [
        told.office_head(),
        Block("facts", rows=[["", told.dated()]]),
        Block("facts", rows=[["Nomor", DOTS], ["Lampiran", f"{number(len(there))} berkas"], ["Hal", f"Pengantar {what}"]]),
        text(f"Kepada Yth.\nKepala {told.branch}\ndi tempat"),
        text(f"Dengan hormat, bersama surat ini kami sampaikan {what} atas nama:"),
        _dead(told),
        *([text("Berkas yang kami sertakan:"), _items(there)] if there else []),
        *([text("Berkas yang menyusul:"), _items(missing)] if missing else []),
        text(
            "Mohon manfaatnya dibayarkan langsung ke rekening ahli waris sendiri, dan jumlah serta tanggal pembayarannya diberitahukan kepada kami."
            if told.heirs
            else "Mohon pelayanan bagi pekerja itu, dan jumlah serta tanggal pembayarannya diberitahukan kepada kami."
        ),
        Block("signatures", right=Signatory(f"Kepala {told.office},")),
    ]


def _consent(told: ClaimTold) -> list[Block]:
    blocks: list[Block] = []
    for one in told.heirs.heirs if told.heirs else ():
        signs = one.guardian if one.minor and one.guardian else one.relative
        whose = "anak itu" if signs is not one.relative else "saya"
        said = [
            f"Nama {whose} dan nama yang meninggal boleh / tidak boleh disebut di media dan acara penyerahan. (coret yang tidak dipilih)",
            f"Gambar {whose} boleh / tidak boleh dimuat. (coret yang tidak dipilih)",
            f"Saya boleh menolak. Menolak tidak mengurangi dan tidak menunda hak {whose}. Saya boleh menarik persetujuan ini kapan saja.",
        ]
        blocks += [
            *([Block("break")] if blocks else []),
            title("SURAT PERSETUJUAN", "nama dan gambar untuk umum"),
            text("Yang bertanda tangan di bawah ini:"),
            Block("facts", rows=[["Nama", signs.name], ["NIK", told.nik(signs.nik)], ["Ahli waris dari", f"{told.late} {told.name}"]]),
            *([text(f"sebagai wali dari {one.relative.name},")] if signs is not one.relative else []),
            text("menyatakan:"),
            _items(said),
            Block("signatures", right=Signatory("Yang menyatakan,", signs.name, lead=[told.dated(told.village)])),
        ]
    return blocks


def _is_death(told: ClaimTold) -> bool:
    return told.heirs is not None


LETTERS: Mapping[str, Letter] = {
    "isian": Letter(Words("Lembar isian untuk formulir BPJS", "Sheet to copy into BPJS's form"), _sheet, lambda told: True),
    "kematian": Letter(Words("Surat keterangan kematian", "Statement of death"), _death, _is_death),
    "ahli-waris": Letter(
        Words("Surat keterangan ahli waris", "Statement of heirs"), _heirs, lambda told: bool(told.heirs and (told.heirs.empty or told.heirs.heirs))
    ),
    "kuasa": Letter(Words("Surat kuasa ahli waris", "Power of attorney"), _attorney, lambda told: bool(told.heirs and len(told.heirs.signing) > 1)),
    "wali": Letter(Words("Surat pernyataan wali", "Statement of the guardian"), _guardian, lambda told: bool(told.heirs and told.heirs.minors)),
    "kronologi": Letter(Words("Kronologi kecelakaan", "How the accident happened"), _chronology, lambda told: told.known.by_work),
    "pengantar": Letter(Words("Surat pengantar ke BPJS", "Cover letter to BPJS"), _cover, lambda told: True),
    "persetujuan": Letter(
        Words("Surat persetujuan nama dan gambar", "Consent to name and picture"), _consent, lambda told: bool(told.heirs and told.heirs.heirs)
    ),
}
