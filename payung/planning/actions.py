"""Opening a fund and freezing who it pays for. `by` is who acts (None: the command line), `on` the day of the act."""

from dataclasses import dataclass
from datetime import date
from typing import Any

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
from payung.values.words import Words, day
from payung.values.words import number as counted

_MOST_RUPIAH = 10**15
_MOST_PEOPLE = 1_000_000  # in a village
_LAST_YEAR = 2199
_LONGEST_NAME, _LONGEST_NUMBER = 120, 100  # characters: what their columns hold


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
    name = " ".join(name.split())
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
    _check_terms(place, name, terms)
    with acting("fund.open", by=by):
        fund, opened = Fund.objects.get_or_create(place=place, name=name, defaults=terms)
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
    """Freezes the ranking as it is now. The same number of the same day again: what was frozen then, whatever the ranking has become.

    Errors: InputError for a number that cannot be; RefusedError `determination.number_known` for a number of another day, `determination.same`
    where another number has determined just this, `determination.nobody` without a candidate who may join.
    """
    require(by, "determination.freeze", fund.place_id, on)
    number = _checked_number(number)
    with acting("determination.freeze", by=by):
        fund = locked(fund)
        known = fund.determinations.filter(number=number).first()
        if known:
            return summary_of(_of_day(known, decided_on))
        ranking, last = preview_ranking(fund), newest_determination(fund)
        if last and _same(ranking, last):
            raise RefusedError(
                "determination.same",
                Words(
                    f"Daftar ini sudah ditetapkan dengan nomor {last.number}. Tidak ada yang berubah.",
                    f"This list was determined already under number {last.number}. Nothing has changed.",
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


def _check_terms(place: Place, name: str, terms: dict[str, Any]) -> None:
    sources, amount, quota, income = ", ".join(Fund.Source.values), terms["amount"], terms["quota_per_village"], terms["income"]
    most, most_people = _MOST_RUPIAH, _MOST_PEOPLE
    wrong = [
        words
        for holds, words in (
            (not name, Words("Isi nama dana.", "Give the fund a name.")),
            (
                len(name) > _LONGEST_NAME,
                Words(f"Nama dana paling panjang {_LONGEST_NAME} huruf.", f"A fund's name has at most {_LONGEST_NAME} characters."),
            ),
            (terms["source"] not in Fund.Source.values, Words(f"Pilih sumber dana: {sources}.", f"Choose a source: {sources}.")),
            (not 0 <= amount <= most, Words(f"Isi jumlah uang 0 sampai {counted(most)} rupiah.", f"Give 0 to {counted(most, 'en')} rupiah.")),
            *_wrong_months(terms["first_month"], terms["last_month"]),
            *_wrong_ages(terms["youngest"], terms["oldest"]),
            (terms["highest_decile"] not in (None, *range(1, 11)), Words("Isi desil 1 sampai 10.", "Give a decile from 1 to 10.")),
            (
                quota is not None and not 1 <= quota <= most_people,
                Words(f"Isi kuota desa 1 sampai {counted(most_people)} orang.", f"Give a village quota of 1 to {counted(most_people, 'en')} people."),
            ),
            (
                income is not None and not 0 <= income <= most,
                Words(f"Isi penghasilan 0 sampai {counted(most)} rupiah.", f"Give an income of 0 to {counted(most, 'en')} rupiah."),
            ),
            _wrong_place(place, terms["round"]),
        )
        if holds
    ]
    if wrong:
        raise InputError("fund.terms", wrong[0])


def _wrong_months(first: Month, last: Month) -> list[tuple[bool, Words]]:
    return [
        (last < first, Words("Isi paling sedikit satu bulan.", "Give at least one month.")),
        (
            last.year > _LAST_YEAR,
            Words(f"Bulan terakhir dana paling lambat Desember {_LAST_YEAR}.", f"The fund's last month is December {_LAST_YEAR} at the latest."),
        ),
    ]


def _wrong_ages(youngest: int, oldest: int) -> list[tuple[bool, Words]]:
    return [
        (youngest >= oldest, Words("Umur paling muda harus di bawah batas atas umur.", "The youngest age must be below the upper limit.")),
        (youngest < 0 or oldest > 150, Words("Isi umur 0 sampai 150 tahun.", "Give ages from 0 to 150.")),
    ]


def _wrong_place(place: Place, round: Round) -> tuple[bool, Words]:
    return (
        not within(place.code, round.place_id),
        Words(f"Wilayah {place.name} tidak termasuk pendataan {round.name}.", f"The place {place.name} is not part of the round {round.name}."),
    )


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
