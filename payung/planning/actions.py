"""Opening a fund and freezing who it pays for. `by` is who acts (None: the command line), `on` the day of the act."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.law.given import Sector
from payung.places.models import Place
from payung.planning.models import Decided, Determination, Fund
from payung.planning.queries import Ranking, decided_frame, locked, newest_determination, preview_ranking
from payung.registry.bulk import insert_frame
from payung.registry.models import Round
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.place import within
from payung.values.words import Words


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


def open_fund(
    *,
    place: Place,
    round: Round,
    name: str,
    source: str,
    amount: int,
    first_month: Month,
    months: int,
    youngest: int = 18,
    oldest: int = 65,
    last_year_first: bool = True,
    highest_decile: int | None = None,
    quota_per_village: int | None = None,
    income: int | None = None,
    sector: Sector = Sector.OTHER,
    by: User | None,
    on: date,
) -> Fund:
    """A fund of `amount` rupiah; the same terms again give the fund that is there.

    Errors: InputError for terms that cannot be; RefusedError `fund.known` for a name that is taken by a fund with other terms.
    """
    require(by, "fund.open", place.code, on)
    _check_terms(place, round, name, source, amount, months, youngest, oldest)
    terms = {
        "round": round,
        "source": source,
        "amount": amount,
        "first_month": first_month,
        "last_month": first_month + (months - 1),
        "youngest": youngest,
        "oldest": oldest,
        "last_year_first": last_year_first,
        "highest_decile": highest_decile,
        "quota_per_village": quota_per_village,
        "income": income,
        "sector": sector,
    }
    with acting("fund.open", by=by):
        fund, opened = Fund.objects.get_or_create(place=place, name=" ".join(name.split()), defaults=terms)
    if not opened and any(getattr(fund, field) != value for field, value in terms.items()):
        raise RefusedError(
            "fund.known",
            Words(
                f"Dana “{fund.name}” sudah ada dengan ketentuan lain. Pilih nama lain.",
                f"There is a fund “{fund.name}” with other terms. Choose another name.",
            ),
        )
    return fund


def determine(*, fund: Fund, number: str, decided_on: date, by: User | None, on: date) -> DeterminedSummary:
    """Freezes the ranking as it is now. Under the same number again: what was frozen then, unchanged.

    Errors: RefusedError `determination.same` where another number has determined just this, `determination.number_known` where the number stands
    for another outcome, `determination.nobody` without a candidate who may join.
    """
    require(by, "determination.freeze", fund.place_id, on)
    with acting("determination.freeze", by=by):
        fund = locked(fund)
        known = fund.determinations.filter(number=number).first()
        ranking, last = preview_ranking(fund), newest_determination(fund)
        if last and _same(ranking, last):
            if last.number == number:
                return summary_of(last)
            raise RefusedError(
                "determination.same",
                Words(
                    f"Daftar ini sudah ditetapkan dengan nomor {last.number}. Tidak ada yang berubah.",
                    f"This list was determined already under number {last.number}. Nothing has changed.",
                ),
            )
        if known:
            raise RefusedError(
                "determination.number_known",
                Words(
                    f"Nomor {number} sudah dipakai untuk daftar yang lain. Daftar yang berubah perlu nomor baru.",
                    f"Number {number} stands for another list. A list that has changed needs a new number.",
                ),
            )
        return summary_of(_freeze(fund, ranking, number, decided_on, last.version + 1 if last else 1))


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


def _check_terms(place: Place, round: Round, name: str, source: str, amount: int, months: int, youngest: int, oldest: int) -> None:
    sources = ", ".join(Fund.Source.values)
    wrong = [
        words
        for holds, words in (
            (not name.strip(), Words("Isi nama dana.", "Give the fund a name.")),
            (source not in Fund.Source.values, Words(f"Pilih sumber dana: {sources}.", f"Choose a source: {sources}.")),
            (amount < 0, Words("Isi jumlah uang dalam rupiah.", "Give the amount in rupiah.")),
            (months < 1, Words("Isi paling sedikit satu bulan.", "Give at least one month.")),
            (youngest >= oldest, Words("Umur paling muda harus di bawah batas atas umur.", "The youngest age must be below the upper limit.")),
            (
                not within(place.code, round.place_id),
                Words(
                    f"Wilayah {place.name} tidak termasuk pendataan {round.name}.", f"The place {place.name} is not part of the round {round.name}."
                ),
            ),
        )
        if holds
    ]
    if wrong:
        raise InputError("fund.terms", wrong[0])


def _same(ranking: Ranking, last: Determination) -> bool:
    now = ranking.frame.select(candidate_id="id", position="position", outcome="outcome")
    return ranking.prices[0] == last.monthly_price and sum(ranking.prices) == last.price and now.equals(decided_frame(last).select(now.columns))


def _freeze(fund: Fund, ranking: Ranking, number: str, decided_on: date, version: int) -> Determination:
    people = ranking.count("in")
    if people + ranking.count("waiting") == 0:
        raise RefusedError(
            "determination.nobody",
            Words(
                f"Belum ada calon yang memenuhi syarat dana “{fund.name}”. Terima daftar lebih dulu.",
                f"No candidate meets the terms of the fund “{fund.name}” yet. Accept lists first.",
            ),
        )
    made = Determination.objects.create(
        fund=fund,
        version=version,
        number=number,
        decided_on=decided_on,
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
