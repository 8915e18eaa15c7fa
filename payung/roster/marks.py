"""What the marks on a person come to when a village, an office and a register have spoken. No database."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import polars as pl

from payung.values.month import Month
from payung.values.words import Words, day

STILL, OTHER = "still", "other"
LEAVING = ("deceased", "employed", "migrant", "moved", "self_paying")
KINDS = (STILL, *LEAVING, OTHER)
MARKS = {  # one row for each mark, in any order
    "id": pl.Int64,
    "person_id": pl.Int64,
    "kind": pl.String,
    "happened_on": pl.Date,
    "note": pl.String,
    "side": pl.String,
}
KIND_WORDS: dict[str, Words] = {
    "still": Words("masih bekerja", "still working"),
    "deceased": Words("meninggal", "died"),
    "employed": Words("sudah bekerja di perusahaan", "works for a company now"),
    "migrant": Words("bekerja di luar negeri", "works abroad"),
    "moved": Words("pindah", "moved away"),
    "self_paying": Words("bayar sendiri", "pays themselves"),
    "other": Words("lainnya", "something else"),
}
SIDE_WORDS: dict[str, Words] = {
    "village": Words("desa", "village"),
    "office": Words("OPD", "office"),
    "register": Words("daftar kematian", "register of deaths"),
    "operator": Words("operator", "operator"),
}


class State(StrEnum):
    """What follows from the marks on a person: stays, leaves, leaves only with the month after, or somebody must decide first."""

    STAYS = "stays"
    LEAVES = "leaves"
    LATER = "later"
    ASKS = "asks"
    DISAGREE = "disagree"


def settle(marks: pl.DataFrame, month: Month) -> pl.DataFrame:
    """person_id, state, kind, happened_on, note, sides (sorted, with commas) of everybody with a mark; by person.

    Of each side the newest mark counts. The operator's word settles what was said before it; what is said after it counts beside it. Sides that
    say different things disagree, and nobody leaves by that. Whoever left on or after the first day of `month` is on its list still: they leave
    with the next. The day is that of a register where one says it, else the newest that goes with the mark.
    """
    newest = marks.sort("id").unique(["person_id", "side"], keep="last", maintain_order=True)
    ruled = newest.filter(side="operator").select("person_id", ruled="id")
    held = newest.join(ruled, on="person_id", how="left").filter(pl.col("id") >= pl.col("ruled").fill_null(0)).sort("id")
    said = held.group_by("person_id", maintain_order=True).agg(
        kind=pl.col("kind").last(),
        kinds=pl.col("kind").n_unique(),
        note=pl.col("note").filter(pl.col("note") != "").last(),
        sides=pl.col("side").sort().str.join(","),
    )
    dated = newest.filter(pl.col("happened_on").is_not_null()).sort(pl.col("side") == "register", "id")
    days = dated.unique(["person_id", "kind"], keep="last").select("person_id", "kind", "happened_on")
    state = (
        pl.when(pl.col("kinds") > 1)
        .then(pl.lit(State.DISAGREE.value))
        .when(pl.col("kind") == STILL)
        .then(pl.lit(State.STAYS.value))
        .when(pl.col("kind") == OTHER)
        .then(pl.lit(State.ASKS.value))
        .when(pl.col("happened_on") >= month.first_day)
        .then(pl.lit(State.LATER.value))
        .otherwise(pl.lit(State.LEAVES.value))
    )
    told = said.join(days, on=["person_id", "kind"], how="left").with_columns(state=state, note=pl.col("note").fill_null(""))
    return told.select("person_id", "state", "kind", "happened_on", "note", "sides").sort("person_id")


def lacks(kind: str, happened_on: date | None, note: str) -> Words | None:
    """What a mark still needs before it can be sent: a death its day, something else its words."""
    if kind == "deceased" and happened_on is None:
        return Words("Isi tanggal meninggalnya.", "Give the day of the death.")
    if kind == OTHER and not note.strip():
        return Words("Tulis apa yang berubah.", "Write what has changed.")
    return None


def wrong(kind: str, happened_on: date | None, born: date, on: date) -> Words | None:
    """Why a mark cannot be as it is: an unknown word, a day to come, a day before the birth."""
    if kind not in KINDS:
        offered = ", ".join(KIND_WORDS[one].id for one in KINDS)
        return Words(f"Pilih salah satu: {offered}.", f"Choose one of: {', '.join(KIND_WORDS[one].en for one in KINDS)}.")
    if happened_on is not None and happened_on > on:
        return Words("Tanggal itu belum tiba. Periksa tanggalnya.", "That day is still to come. Check the date.")
    if happened_on is not None and happened_on < born:
        return Words(
            f"Tanggal itu sebelum lahirnya ({day(born)}). Periksa tanggalnya.", f"That day is before the birth ({day(born, 'en')}). Check the date."
        )
    return None


def spell_costs(prices: Sequence[int]) -> list[int]:
    """Rupiah from each month to the last one, of the rupiah of each: [3, 2, 1] -> [6, 3, 1]."""
    found: list[int] = []
    for price in reversed(prices):
        found.append(price + (found[-1] if found else 0))
    return found[::-1]
