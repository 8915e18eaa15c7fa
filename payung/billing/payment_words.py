"""Why a payment is not taken, and what to do instead."""

from payung.billing.models import Bill, Payment
from payung.planning.models import Fund
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, rupiah

LONGEST_REFERENCE = 100  # characters: what its column holds


def read_reference(reference: str) -> str:
    """Without spare spaces; InputError `payment.unreadable` where it is empty or too long."""
    plain = " ".join(reference.split())
    if 1 <= len(plain) <= LONGEST_REFERENCE:
        return plain
    raise InputError(
        "payment.unreadable",
        Words(
            f"Isi nomor SP2D, paling panjang {LONGEST_REFERENCE} huruf.",
            f"Give the number of the SP2D, at most {LONGEST_REFERENCE} characters.",
        ),
    )


def refuse_amount(amount: int, owed: int, *, surplus: bool) -> None:
    """`surplus`: more than is owed is meant, and becomes credit."""
    if owed == 0 and not (surplus and amount > 0):
        raise RefusedError(
            "payment.nothing_owed",
            Words("Tagihan ini sudah lunas. Tidak ada yang dicatat.", "This bill is paid in full, nothing is owed any more. Nothing was recorded."),
        )
    if amount <= 0:
        raise InputError("payment.unreadable", Words("Isi jumlah di atas nol.", "Give an amount above zero."))
    if amount > owed and not surplus:
        raise RefusedError(
            "payment.too_much",
            Words(
                f"Tagihan ini tinggal {rupiah(owed)}, pembayaran {rupiah(amount)} terlalu besar. Tidak ada yang dicatat. "
                f"Bila uangnya memang sudah keluar, centang “catat kelebihan {rupiah(amount - owed)} sebagai kredit”.",
                f"{rupiah(owed, 'en')} of this bill is left, {rupiah(amount, 'en')} is too much. Nothing was recorded. "
                f"If the money has really left, tick “keep {rupiah(amount - owed, 'en')} as credit”.",
            ),
        )


def known_payment(payment: Payment, same: bool) -> Payment:
    """The same payment again; RefusedError `payment.reference_known` where its number stands for another amount or day."""
    if same:
        return payment
    whole = payment.amount + payment.surplus
    raise RefusedError(
        "payment.reference_known",
        Words(
            f"SP2D {payment.reference} sudah dicatat sebesar {rupiah(whole)}. Periksa nomor, jumlah dan tanggalnya.",
            f"SP2D {payment.reference} is recorded with {rupiah(whole, 'en')}. Check number, amount and date.",
        ),
    )


def refuse_two_groups(what: Words, other: Bill, fund: Fund) -> None:
    """RefusedError `payment.two_groups`: one SP2D or payment code for two groups; what splitting it costs, and what to do instead."""
    raise RefusedError(
        "payment.two_groups",
        Words(
            f"{what.id} sudah dipakai untuk {_group(other.fund).id}, bulan {other.month.said()}. Satu kode iuran dan satu SP2D hanya membayar "
            f"satu wadah, jadi tidak dapat dipakai untuk {_group(fund).id}. Tidak ada yang dicatat. "
            "Bila uang dua wadah masuk lewat satu kode, BPJS harus memecahnya (split iuran): surat permohonan, berita acara, bukti bank, dan "
            "persetujuan kepala cabang; sampai selesai, bulan itu belum terbayar bagi pesertanya. "
            "Sebagai gantinya: terbitkan SP2D sendiri untuk tiap wadah, dengan kode iurannya sendiri. Bila uang sudah terlanjur keluar, "
            "minta split iuran ke cabang BPJS, lalu catat tiap bagian menurut berita acara, misalnya “nomor SP2D bagian 2”.",
            f"{what.en} is used for {_group(other.fund).en}, {other.month.said('en')}. One payment code and one SP2D pay one group only, so it "
            f"cannot be used for {_group(fund).en}. Nothing was recorded. "
            "Where money of two groups came in by one code, BPJS has to split it (split iuran): a letter of request, minutes, the bank's proof and "
            "the approval of the head of the branch; until then the month is not paid for its people. "
            "Instead: issue an SP2D for each group, with its own payment code. If the money has left already, ask the BPJS branch for the split, "
            "then record each part by the minutes, such as “number of the SP2D, part 2”.",
        ),
    )


def _group(fund: Fund) -> Words:
    code = f" ({fund.group})" if fund.group else ""
    return Words(f"wadah{code} dana “{fund.name}”", f"the group{code} of the fund “{fund.name}”")
