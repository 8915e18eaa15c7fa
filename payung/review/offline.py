"""Answers that somebody wrote into a workbook: each row is decided by itself, so that a bad one holds no other back."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import polars as pl

from payung.accounts.models import User
from payung.review.actions import decide
from payung.review.answers import last_decision
from payung.review.models import Answer, Pair
from payung.values.errors import PayungError
from payung.values.nik import digits_of
from payung.values.words import Words

COLUMNS = ("pair", "mark", "answer", "reason", "keep")  # all text, null where the cell is empty
ANSWERS: dict[str, Words] = {
    Answer.SAME: Words("sama", "same"),
    Answer.DIFFERENT: Words("beda", "different"),
    Answer.UNSURE: Words("belum jelas", "unsure"),
}
_READ = {said: answer for answer, words in ANSWERS.items() for said in (words.id, words.en)}


@dataclass(frozen=True)
class Applied:
    """Rows that decided something, rows whose answer stood already, and for each row that could not be taken the sentence why."""

    decided: int
    unchanged: int
    problems: list[tuple[int, Words]]


def mark_of(pair: Pair) -> str:
    """What a workbook carries beside the pair's number, so that a number of another installation is not taken for ours."""
    other = pair.other.nik if pair.other else pair.entry_key
    return sha256(f"{pair.person.nik}/{other}".encode()).hexdigest()[:12]


def apply_answers(*, rows: pl.DataFrame, file: str, by: User | None, on: date) -> Applied:
    """`rows`: `row` (as the spreadsheet numbers it) and COLUMNS. Rows without an answer are passed over; the same rows again change nothing.

    Every answer is a decision of its own: whoever is interrupted applies the file again.
    """
    decided = unchanged = 0
    problems: list[tuple[int, Words]] = []
    asked = rows.filter(pl.col("answer").is_not_null() & pl.col("pair").is_not_null())
    numbers = asked["pair"].cast(pl.Int64, strict=False).drop_nulls().to_list()
    pairs = Pair.objects.select_related("person", "other", "entry").in_bulk(numbers)
    for row in asked.iter_rows(named=True):
        pair = pairs.get(int(row["pair"])) if row["pair"].isdecimal() else None
        answer = _READ.get(" ".join(row["answer"].lower().split()))
        if pair is None or mark_of(pair) != row["mark"]:
            problems.append((row["row"], _UNKNOWN.filled(pair=row["pair"])))
        elif answer is None:
            problems.append((row["row"], _UNREADABLE.filled(answer=row["answer"])))
        elif (last := last_decision(pair)) and last.answer == answer:
            unchanged += 1
        else:
            try:
                decide(pair=pair, answer=answer, reason=row["reason"] or f"Lembar “{file}”", keep=digits_of(row["keep"] or ""), by=by, on=on)
                decided += 1
            except PayungError as error:
                problems.append((row["row"], error.words))
    return Applied(decided, unchanged, problems)


_UNKNOWN = Words(
    "Pasangan {pair} tidak ada di data ini. Ambil lembar baru dengan “payung review export”.",
    "Pair {pair} is not in these data. Take a new sheet with “payung review export”.",
)
_UNREADABLE = Words(
    "Keputusan “{answer}” tidak terbaca. Pilih sama, beda, atau belum jelas.", "“{answer}” cannot be read: same, different or unsure."
)
