"""What the pages of bills call accounts and kinds of payments."""

from payung.billing.models import Account, Difference, Payment
from payung.values.words import Words

ACCOUNTS = {
    Account.JKK: Words("Iuran JKK", "JKK contributions"),
    Account.JKM: Words("Iuran JKM", "JKM contributions"),
    Account.OWED: Words("Utang kepada BPJS Ketenagakerjaan", "Owed to BPJS Ketenagakerjaan"),
    Account.PAID: Words("Kas daerah", "Treasury"),
    Account.OVER: Words("Kelebihan bayar", "Credit from overpayment"),
    Account.REFUND: Words("Pengembalian dari BPJS", "Refunded by BPJS"),
}
KINDS = {
    "bill": Words("tagihan dibuat", "bill made"),
    Payment.Kind.SP2D: Words("dibayar dengan {n}", "paid with {n}"),
    Payment.Kind.CREDIT: Words("dibayar dari kelebihan", "paid from credit"),
    Payment.Kind.REFUND: Words("kelebihan dikembalikan, {n}", "credit refunded, {n}"),
    Payment.Kind.REVERSAL: Words("dibatalkan: {n}", "reversed: {n}"),
}
DIFFERENCES = {
    Difference.Kind.MISSING: Words("Di daftar, tidak diposting", "On the list, not posted"),
    Difference.Kind.EXTRA: Words("Diposting, tidak di daftar", "Posted, not on the list"),
    Difference.Kind.WRONG: Words("Jumlah berbeda", "Another amount"),
    Difference.Kind.TWICE: Words("Diposting lebih dari sekali", "Posted more than once"),
}
RECONCILED = {
    "not_yet": ("waiting", Words("belum dicocokkan", "not compared yet")),
    "old": ("soon", Words("perlu dicocokkan lagi", "to be compared again")),
    "agrees": ("paid", Words("cocok", "agrees")),
    "differs": ("owed", Words("ada selisih", "differs")),
}


def sp2d(reference: str) -> str:
    """With the word before it, once."""
    return reference if not reference or reference.upper().startswith("SP2D") else f"SP2D {reference}"


def kind_words(kind: str, reference: str) -> Words:
    """What an entry of the books is about."""
    return KINDS[kind].filled(n=sp2d(reference) if kind in (Payment.Kind.SP2D, Payment.Kind.REVERSAL) else reference)
