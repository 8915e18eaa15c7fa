"""Statements of absolute responsibility (SPTJM) of the office and of each village head; cover letter to BPJS. In Indonesian, as they are signed."""

from payung.correspondence.models import PaperKind
from payung.reports.decided import Told, Village, money, people_told
from payung.reports.paper import Block, Paper, Signatory, numbers, text, title
from payung.values.words import day, number

_DOTS = "." * 48
_TITLE = "Surat Pernyataan Tanggung Jawab Mutlak"


def responsibility_paper(told: Told) -> Paper:
    """Of the office that holds the programme."""
    sums = told.summary
    signatory = told.signatory(PaperKind.RESPONSIBILITY, f"Kepala {told.office}", [told.dated()])
    said = [
        f"Daftar {people_told(sums.people)} dalam Lampiran Keputusan Nomor {told.determination.number} disusun dari usulan desa dan perangkat daerah "
        "yang telah diperiksa.",
        "Setiap peserta memenuhi kriteria, tercatat satu kali, dan menurut data yang kami pegang masih hidup serta tidak dibayari sumber lain.",
        f"Jumlah iuran {money(sums.cost)} untuk {told.period} dihitung dari daftar itu, tidak lebih.",
        "Bila kemudian terdapat pembayaran bagi orang yang tidak berhak, kami bertanggung jawab sepenuhnya sesuai dengan ketentuan peraturan "
        "perundang-undangan.",
    ]
    blocks = [
        *told.head(),
        title(_TITLE.upper(), f"NOMOR {told.number(PaperKind.RESPONSIBILITY)}"),
        text("Yang bertanda tangan di bawah ini:"),
        _who(signatory),
        text("menyatakan dengan sesungguhnya:"),
        Block("items", rows=list(zip(numbers(len(said)), said, strict=True))),
        text("Demikian pernyataan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."),
        Block("signatures", right=signatory),
    ]
    return Paper(_TITLE, blocks, told.fingerprint, told.on)


def village_papers(told: Told) -> Paper:
    """One page for the head of each village that has people in the list."""
    blocks: list[Block] = []
    for village in told.villages:
        blocks += [*([Block("break")] if blocks else []), *_village(told, village)]
    return Paper(f"{_TITLE} kepala desa", blocks, told.fingerprint, told.on)


def cover_letter_paper(told: Told) -> Paper:
    """To the BPJS branch that serves the place."""
    one, sums = told.determination, told.summary
    facts = [
        ["Nomor", told.number(PaperKind.COVER_LETTER)],
        ["Sifat", "Penting"],
        ["Lampiran", "SK, daftar peserta, berkas data peserta"],
        ["Hal", f"Pendaftaran peserta penerima bantuan iuran {told.fund.name}"],
    ]
    figures = [
        ["Keputusan", f"Nomor {one.number} tanggal {day(one.decided_on)}"],
        ["Peserta", people_told(sums.people)],
        ["Program", "jaminan kecelakaan kerja (JKK) dan jaminan kematian (JKM)"],
        ["Masa perlindungan", f"{told.period} ({told.fund.months} bulan)"],
        ["Iuran seorang bulan pertama", money(sums.monthly_price)],
        ["Jumlah iuran", money(sums.cost)],
        ["Kode kepesertaan (wadah)", told.fund.group or "belum ditentukan"],
        ["Sidik daftar", told.fingerprint],
    ]
    blocks = [
        *told.head(),
        Block("facts", rows=[["", told.dated()]]),
        Block("facts", rows=facts),
        text(f"Kepada Yth.\nKepala {told.branch}\ndi tempat"),
        text("Dengan hormat,"),
        text(
            f"Bersama surat ini kami sampaikan daftar {told.workers} {told.place.name} yang iurannya dibayar dari {told.fund.name}, untuk didaftar:"
        ),
        Block("facts", rows=figures),
        text(
            "Kami mohon: (1) data peserta diperiksa dan nomor peserta disampaikan kepada kami; (2) peserta yang ditolak atau sudah aktif di tempat "
            "lain disebutkan beserta alasannya, supaya cadangan dapat mengisi tempatnya; (3) kode iuran disampaikan sebelum tanggal pembayaran."
        ),
        text("Demikian kami sampaikan. Atas kerja sama Saudara, kami ucapkan terima kasih."),
        Block("signatures", right=told.signatory(PaperKind.COVER_LETTER, f"Kepala {told.office}")),
    ]
    return Paper(f"Surat pengantar {told.fund.name}", blocks, told.fingerprint, told.on)


def _who(signatory: Signatory) -> Block:
    return Block("facts", rows=[["Nama", signatory.name or _DOTS], ["NIP", signatory.staff_number or _DOTS], ["Jabatan", signatory.title]])


def _village(told: Told, village: Village) -> list[Block]:
    signatory = Signatory("Kepala Desa/Lurah " + village.name, lead=[f"{village.name}, ........................"])
    said = [
        f"Sebanyak {people_told(village.people)} dari {village.name} dalam Lampiran Keputusan Nomor {told.determination.number} adalah warga yang "
        "kami usulkan, bekerja, dan masih hidup pada tanggal pernyataan ini.",
        f"Kami mengetahui bahwa iuran mereka {money(village.cost)} untuk {told.period} dibayar dari {told.fund.name}.",
        "Kami melaporkan setiap bulan warga yang meninggal, pindah, bekerja pada pemberi kerja, atau membayar sendiri.",
        "Bila data yang kami sampaikan ternyata tidak benar, kami bertanggung jawab sepenuhnya sesuai dengan ketentuan peraturan perundang-undangan.",
    ]
    district = f"Kecamatan {village.district}" if village.district else ""
    return [
        title(_TITLE.upper(), f"{village.name}, {district}, {told.place.name}".replace(", ,", ",")),
        text("Yang bertanda tangan di bawah ini:"),
        Block(
            "facts",
            rows=[
                ["Nama", "................................................"],
                ["Jabatan", signatory.title],
                ["Jumlah peserta", number(village.people)],
            ],
        ),
        text("menyatakan dengan sesungguhnya:"),
        Block("items", rows=list(zip(numbers(len(said)), said, strict=True))),
        text("Demikian pernyataan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."),
        Block("signatures", right=signatory),
    ]
