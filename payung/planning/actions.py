"""Freezing who a fund pays for; opening one stands in fund_actions.py. `by` is who acts (None: the command line), `on` the day of the act."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.planning.amending import amended, next_number
from payung.planning.fund_actions import open_fund as open_fund  # asked for here like every other act of planning
from payung.planning.fund_actions import revise_fund as revise_fund
from payung.planning.models import Approval, Decided, Determination, Fund
from payung.planning.queries import Ranking, decided_frame, locked, newest_determination, preview_ranking
from payung.planning.signed import list_state
from payung.registry.bulk import insert_frame
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day
from payung.values.words import number as counted

_LONGEST_NUMBER, _LONGEST_REASON = 100, 300  # characters: what their columns hold


@dataclass(frozen=True)
class DeterminedSummary:
    """People by outcome; rupiah: `monthly_price` (first month), `price` (all months) of a person, `cost` of all who are in, `left` of the fund."""

    determination: Determination
    people: int
    waiting: int
    out: int
    monthly_price: int
    price: int
    cost: int
    left: int


def determine(
    *, fund: Fund, number: str = "", decided_on: date, people: int | None = None, amending: str = "", by: User | None, on: date
) -> DeterminedSummary:
    """Freezes the ranking as it is now. The same number of the same day again: what was frozen then, whatever the ranking has become.

    `number`: empty for the next of the SK's series. `people`: how many were seen to be in; if it is another number by now, nothing is frozen.
    `amending`: why, where the SK of an earlier version is signed; the new version then is its amendment.
    Errors: InputError for a number that cannot be; RefusedError `determination.number_known` for a number of another day, `determination.same`
    where another number has determined just this, `determination.nobody` without a candidate who may join, `determination.moved` where `people`
    does not hold any more, `determination.signed` without `amending` where an SK is signed.
    """
    require(by, "determination.freeze", fund.place_id, on)
    number = _checked_number(number) if number.strip() else ""
    with acting("determination.freeze", by=by):
        fund = locked(fund)
        known = fund.determinations.filter(number=number).first()
        if known and number:
            return summary_of(_of_day(known, decided_on))
        ranking, last = preview_ranking(fund), newest_determination(fund)
        if people is not None and ranking.count("in") != people:
            raise RefusedError("determination.moved", _MOVED.filled(before=counted(people), now=counted(ranking.count("in"))))
        amends, why = amended(fund, amending)
        if last and _same(ranking, last) and not _sent_back(last) and not list_state(last).changed:
            raise RefusedError(
                "determination.same",
                Words(
                    f"Daftar ini sudah ditetapkan dengan nomor {last.number}. Tidak ada yang berubah.",
                    f"This list was determined already under number {last.number}. Nothing has changed.",
                ),
            )
        number = number or next_number(fund, by, on)
        terms = {"fund": fund, "number": number, "decided_on": decided_on, "made_by": by, "amends": amends, "amended_because": why}
        return summary_of(_freeze(ranking, {**terms, "version": last.version + 1 if last else 1}))


def approve(*, determination: Determination, by: User, on: date) -> Approval:
    """By somebody other than who made it; again by the same person: nothing changes.

    Errors: RefusedError `determination.own` for whoever made it, `determination.answered` where it has its answer, `determination.no_maker` for one
    of the command line, which needs none.
    """
    return _answer(determination, True, "", by, on)


def send_back(*, determination: Determination, reason: str, by: User, on: date) -> Approval:
    """Not approved: the fund's terms may change again and a new version be made. InputError without a reason; otherwise as `approve`."""
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= _LONGEST_REASON:
        most = _LONGEST_REASON
        raise InputError(
            "determination.reason",
            Words(f"Isi alasannya, paling panjang {most} huruf.", f"Give the reason, at most {most} characters."),
        )
    return _answer(determination, False, reason, by, on)


def summary_of(determination: Determination) -> DeterminedSummary:
    """What a determination decided and what it costs."""
    cost = determination.people * determination.price
    return DeterminedSummary(
        determination,
        determination.people,
        determination.waiting,
        determination.out,
        determination.monthly_price,
        determination.price,
        cost,
        determination.fund.amount - cost,
    )


_MOVED = Words(
    "Datanya baru saja berubah: yang masuk sekarang {now} orang, bukan {before}. Belum ada yang dikunci. Periksa urutannya, lalu kunci lagi.",
    "The data have just changed: {now} people are in now, not {before}. Nothing was locked. Look at the ranking and lock it again.",
)
_OWN = Words(
    "Anda sendiri yang mengunci daftar ini. Persetujuan harus dari orang lain yang berwenang, supaya dua orang memeriksanya.",
    "You locked this list yourself. Somebody else who is entitled must approve it, so that two people have looked at it.",
)
_NO_MAKER = Words(
    "Penetapan ini dibuat lewat baris perintah dan sudah berlaku; tidak perlu persetujuan.",
    "This determination was made at the command line and is in force; it needs no approval.",
)


def _answer(determination: Determination, granted: bool, reason: str, by: User, on: date) -> Approval:
    require(by, "determination.approve", determination.fund.place_id, on)
    with acting("determination.approve" if granted else "determination.send_back", by=by):
        locked(determination.fund)
        if determination.made_by_id is None:
            raise RefusedError("determination.no_maker", _NO_MAKER)
        if determination.made_by_id == by.pk:
            raise RefusedError("determination.own", _OWN)
        known = Approval.objects.filter(determination=determination).select_related("by").first()
        if known is None:
            return Approval.objects.create(determination=determination, by=by, on=on, granted=granted, reason=reason)
        if known.by_id == by.pk and known.granted == granted:
            return known
        who = str(known.by)
        raise RefusedError(
            "determination.answered",
            Words(
                f"{who} sudah menjawab penetapan ini pada {day(known.on)}.", f"{who} answered this determination already on {day(known.on, 'en')}."
            ),
        )


def _sent_back(determination: Determination) -> bool:
    return Approval.objects.filter(determination=determination, granted=False).exists()


def _checked_number(number: str) -> str:
    number = " ".join(number.split())
    if not 1 <= len(number) <= _LONGEST_NUMBER:
        raise InputError(
            "determination.number",
            Words(
                f"Isi nomor penetapan, paling panjang {_LONGEST_NUMBER} huruf.",
                f"Give the number of the determination, at most {_LONGEST_NUMBER} characters.",
            ),
        )
    return number


def _of_day(known: Determination, decided_on: date) -> Determination:
    if known.decided_on == decided_on:
        return known
    raise RefusedError(
        "determination.number_known",
        Words(
            f"Nomor {known.number} sudah dipakai untuk penetapan {day(known.decided_on)}. Periksa tanggalnya; penetapan baru perlu nomor baru.",
            f"Number {known.number} stands for the determination of {day(known.decided_on, 'en')}. Check the date; a new one needs a new number.",
        ),
    )


def _same(ranking: Ranking, last: Determination) -> bool:
    now = ranking.frame.select(candidate_id="id", position="position", outcome="outcome")
    return ranking.prices[0] == last.monthly_price and sum(ranking.prices) == last.price and now.equals(decided_frame(last).select(now.columns))


def _freeze(ranking: Ranking, terms: dict[str, Any]) -> Determination:
    people, fund = ranking.count("in"), terms["fund"]
    if people + ranking.count("waiting") == 0:
        raise RefusedError(
            "determination.nobody",
            Words(
                f"Belum ada calon yang memenuhi syarat dana “{fund.name}”. Terima daftar lebih dulu.",
                f"No candidate meets the terms of the fund “{fund.name}” yet. Accept lists first.",
            ),
        )
    made = Determination.objects.create(
        **terms,
        monthly_price=ranking.prices[0],
        price=sum(ranking.prices),
        people=people,
        waiting=ranking.count("waiting"),
        out=ranking.count("out"),
    )
    lines = ranking.frame.select(
        pl.lit(made.pk).alias("determination_id"),
        candidate_id="id",
        position="position",
        outcome="outcome",
        reason="reason",
        decile="decile",
        last_year="last_year",
    )
    insert_frame(Decided, lines)
    return made
