"""What an answer did, in words."""

from collections.abc import Sequence
from typing import Any

from payung.review.actions import SAID, Done
from payung.review.queries import PaidTwice
from payung.roster.changes import FATES
from payung.values.nik import mask
from payung.values.words import Lang, Words, rupiah


def told(done: Done, paid: Sequence[PaidTwice], lang: Lang) -> str:
    """One or more sentences about a decision: who is kept, which lists changed, what was billed before."""
    decision = done.decision
    sentences = [Words(f"Pasangan {decision.pair_id}: {SAID[decision.answer].id}.", f"Pair {decision.pair_id}: {SAID[decision.answer].en}.")]
    if decision.kept:
        nik = mask(decision.kept.nik)
        sentences.append(Words(f"NIK yang dipakai {nik}.", f"The NIK that is kept is {nik}."))
    for change in done.changes:
        fund, month = change.spell.fund.name, change.month
        sentences.append(Words(f"Keluar dari daftar {fund} sejak {month.said()}.", f"Off the list of {fund} from {month.said('en')} on."))
    if paid:
        months, money = len({each.month for each in paid}), sum(each.rupiah for each in paid)
        sentences.append(
            Words(
                f"Sudah ditagih {months} bulan padahal tidak seharusnya: {rupiah(money)}.",
                f"Billed for {months} months though it should not have been: {rupiah(money, 'en')}.",
            )
        )
    return " ".join(words.said(lang) for words in sentences)


def taken_back(done: Done) -> Words:
    """One or more sentences about an answer that was taken back."""
    said = SAID[done.decision.answer]
    indonesian = [f"Pasangan {done.decision.pair_id}: jawaban diurungkan, sekarang {said.id}."]
    english = [f"Pair {done.decision.pair_id}: the answer was taken back, now {said.en}."]
    for change in done.changes:
        indonesian.append(f"Kembali di daftar {change.spell.fund.name} sejak {change.month.said()}.")
        english.append(f"Back on the list of {change.spell.fund.name} from {change.month.said('en')} on.")
    for change, fate in done.left:
        indonesian.append(f"Belum kembali di daftar {change.spell.fund.name}: {FATES[fate].id}")
        english.append(f"Not back on the list of {change.spell.fund.name}: {FATES[fate].en}")
    return Words(" ".join(indonesian), " ".join(english))


def twice(paid: Sequence[PaidTwice]) -> dict[str, Any] | None:
    """What was billed that should not have been, for the page of the pair; None where nothing was."""
    if not paid:
        return None
    return {"lines": paid, "money": sum(each.rupiah for each in paid), "months": len({each.month for each in paid})}
