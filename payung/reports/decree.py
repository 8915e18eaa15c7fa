"""The SK (keputusan) that determines who is paid for, or amends one that is signed. In Indonesian, whatever the screen speaks, as it is signed."""

from functools import cache
from pathlib import Path

import yaml

from payung.correspondence.models import PaperKind
from payung.planning.queries import criteria_of
from payung.planning.rank import told_criteria
from payung.reports.decided import Told, money, people_block, people_told
from payung.reports.paper import Block, Paper, letters, numbers, points, title
from payung.values.words import day, number, rupiah

_ACTS = Path(__file__).with_name("acts.yaml")
_ORDER = ("KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH")
_CHECK = " [periksa dengan teks aslinya]"


def decree_paper(told: Told) -> Paper:
    """With its sums in digits and words, which are those of the annex; an amendment with the lists of who came in and who went out."""
    one, heading = told.determination, f"Keputusan {_signer(told)}"
    blocks = [
        *told.head(PaperKind.DECREE),
        title(heading.upper(), f"NOMOR {one.number}", "TENTANG", _subject(told).upper()),
        Block("centred", f"{_signer(told).upper()},"),
        _considering(told),
        _recalling(told),
        Block("centred", "MEMUTUSKAN:"),
        points("Menetapkan", [f"{heading} tentang {_subject(told)}."], [""]),
        *(points(order, [said], [""]) for order, said in zip(_ORDER, _decided(told), strict=False)),
        Block("signatures", right=told.signatory(PaperKind.DECREE, "Kepala Dinas", _where(told))),
        *_lists(told),
    ]
    return Paper(f"{heading} {one.number}", blocks, told.fingerprint, told.on)


@cache
def acts() -> list[dict[str, str]]:
    """What a decree recalls, each with its mark."""
    found: list[dict[str, str]] = yaml.safe_load(_ACTS.read_text("utf-8"))
    return found


def _signer(told: Told) -> str:
    return told.signatory(PaperKind.DECREE, f"Kepala {told.office}").title


def _subject(told: Told) -> str:
    subject = f"penetapan peserta penerima bantuan iuran jaminan kecelakaan kerja dan jaminan kematian bagi {told.workers} dari dana {told.fund.name}"
    old = told.determination.amends
    return f"perubahan atas Keputusan Nomor {old.number} tentang {subject}" if old else subject


def _where(told: Told) -> list[str]:
    return [f"Ditetapkan di {told.town}", f"pada tanggal {day(told.determination.decided_on)}", ""]


def _considering(told: Told) -> Block:
    one = told.determination
    said = [
        f"bahwa {told.workers} di {told.place.name} perlu dilindungi dari risiko kecelakaan kerja dan kematian melalui program jaminan sosial "
        "ketenagakerjaan;",
        f"bahwa calon peserta dalam {told.fund.round.name} telah diperiksa dan diurutkan menurut kriteria yang sama bagi semua calon;",
    ]
    if one.amends:
        said.append(
            f"bahwa peserta dalam Keputusan Nomor {one.amends.number} tanggal {day(one.amends.decided_on)} perlu diubah: {one.amended_because};"
        )
    said.append(f"bahwa untuk itu perlu menetapkan Keputusan tentang {_subject(told)};")
    return points("Menimbang", said, letters(len(said)))


def _recalling(told: Told) -> Block:
    said = [act["cite"] + ("" if act["mark"] == "source" else _CHECK) for act in acts()]
    said += [told.fund.regulation] if told.fund.regulation else []
    said += [f"Dokumen Pelaksanaan Anggaran Nomor {told.fund.budget_number}"] if told.fund.budget_number else []
    return points("Mengingat", [f"{one};" for one in said], numbers(len(said)))


def _decided(told: Told) -> list[str]:
    fund, sums, one = told.fund, told.summary, told.determination
    said = [
        f"Peserta penerima bantuan iuran adalah {people_told(sums.people)} dengan nama dan NIK dalam Lampiran, yang merupakan bagian tidak "
        f"terpisahkan dari Keputusan ini (sidik daftar {told.fingerprint}).",
        f"Iuran dibayar untuk {told.period} ({fund.months} bulan), {money(sums.monthly_price)} seorang untuk bulan pertama dan {money(sums.price)} "
        "seorang untuk semua bulan.",
        f"Jumlah iuran seluruh peserta {money(sums.cost)}{_split(told)}, dibebankan pada {fund.name}{_accounts(told)}.",
        f"Peserta ditetapkan menurut kriteria dan urutan: {_criteria(told)}. Sebanyak {people_told(sums.waiting)} menjadi cadangan dan mengganti "
        "peserta yang berhenti menurut urutannya.",
        "Perubahan peserta karena meninggal dunia, pindah, bekerja, atau sebab lain dicatat setiap bulan.",
        "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
    ]
    if one.amends:
        before, (came, went) = one.amends, told.moved
        said.insert(
            0,
            f"Mengubah Keputusan Nomor {before.number} tanggal {day(before.decided_on)} dengan {number(before.people)} peserta: "
            f"{people_told(len(went))} keluar dan {people_told(len(came))} masuk, sehingga peserta menjadi {number(sums.people)} orang. Daftar "
            "keduanya ada di akhir Keputusan ini.",
        )
    return said


def _split(told: Told) -> str:
    if told.lines is None:
        return ""
    jkk, jkm = told.lines
    return f", terdiri dari jaminan kecelakaan kerja {rupiah(jkk)} dan jaminan kematian {rupiah(jkm)}"


def _accounts(told: Told) -> str:
    fund = told.fund
    said = [f"{name} {account}" for name, account in (("JKK", fund.account_jkk), ("JKM", fund.account_jkm)) if account]
    return f" (rekening {', '.join(said)})" if said else ""


def _criteria(told: Told) -> str:
    return "; ".join(words.said().rstrip(".") for words in told_criteria(criteria_of(told.fund)))


def _lists(told: Told) -> list[Block]:
    if not told.determination.amends:
        return []
    came, went = told.moved
    parts = (("Peserta yang keluar", went), ("Peserta yang masuk", came))
    return [
        Block("break"),
        title("Perubahan daftar peserta", f"Lampiran Keputusan Nomor {told.determination.number}"),
        *(block for name, moved in parts for block in (Block("heading", f"{name}: {number(len(moved))} orang"), people_block(moved))),
    ]
