"""Drawing a sample and writing down what was found about its lines. `by` is who acts (None: the command line), `on` the day of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from payung.accounts.models import User
from payung.accounts.rights import may, require
from payung.assurance.facts import listed
from payung.assurance.facts_money import lines_of
from payung.assurance.models import Sample, SampleAnswer, SampleLine
from payung.assurance.queries import samples_seen
from payung.assurance.sampling import draw_by_month, draw_by_village, fingerprint, size_for
from payung.assurance.scope import Asked
from payung.audit.actions import acting
from payung.planning.models import Fund
from payung.registry.bulk import insert_frame, reserve_ids
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month
from payung.values.words import Words, number

MOST = 5000  # lines of one sample, which people are to look at
_LONGEST_SEED, _LONGEST_NOTE = 60, 500  # characters: what their columns hold


@dataclass(frozen=True)
class Wanted:
    """How many: `size`, or as many as tell a share within `error` percent at `confidence` percent."""

    size: int | None = None
    confidence: int | None = None
    error: int | None = None


def draw_sample(*, fund: Fund, first: Month, last: Month, strata: str, wanted: Wanted, seed: str, by: User | None, on: date) -> Sample:
    """A sample of the fund's list in these months; the same seed over the same list is the sample that was drawn then.

    Errors: InputError `sample.seed`, `sample.strata`, `sample.size`; RefusedError `sample.nobody` for a list without anybody, `sample.too_large`.
    """
    require(by, "audit.sample", fund.place_id, on)
    seed = " ".join(seed.split())
    _check(seed, strata)
    with acting("sample.draw", by=by):
        fund = Fund.objects.select_for_update().get(pk=fund.pk)  # of two who draw the same at once, one draws it
        asked = Asked((fund,), max(first, fund.first_month), min(last, fund.last_month), (), frozenset({fund.pk}), on)
        people = listed(asked) if asked.first <= asked.last else pl.DataFrame()
        if people.is_empty():
            raise RefusedError("sample.nobody", Words("Tidak ada orang di daftar pada bulan itu.", "Nobody is on the list in those months."))
        population = _population(people, asked, strata)
        size = _size(wanted, population)
        terms = {"fund": fund, "first_month": asked.first, "last_month": asked.last, "strata": strata, "size": size, "seed": seed}
        print_ = fingerprint(people)
        known = Sample.objects.filter(**terms, fingerprint=print_).first()
        if known:
            return known
        lines = _draw(people, asked, strata, size, seed)
        return _keep(lines, {**terms, "fingerprint": print_, "population": population, **_how(wanted)}, asked, by)


def _check(seed: str, strata: str) -> None:
    if not 1 <= len(seed) <= _LONGEST_SEED:
        most = _LONGEST_SEED
        raise InputError("sample.seed", Words(f"Isi benih undian, paling panjang {most} huruf.", f"Give a seed of at most {most} characters."))
    if strata not in Sample.Strata.values:
        raise InputError("sample.strata", Words("Pilih menurut desa atau menurut bulan.", "Choose by village or by month."))


def _how(wanted: Wanted) -> dict[str, int | None]:
    return {"confidence": None, "error": None} if wanted.size else {"confidence": wanted.confidence, "error": wanted.error}


def _population(people: pl.DataFrame, asked: Asked, strata: str) -> int:
    if strata == Sample.Strata.VILLAGE:
        return people["nik"].n_unique()
    months = people.select(pl.col("last") - pl.col("first") + 1).sum().item()
    return int(months)


def _size(wanted: Wanted, population: int) -> int:
    size = wanted.size or size_for(population, wanted.confidence or 0, wanted.error or 0)
    if size < 1:
        raise InputError("sample.size", Words("Isi ukuran sampel paling sedikit 1.", "Give a size of at least 1."))
    if size > MOST:
        raise RefusedError(
            "sample.too_large",
            Words(f"Sampel paling banyak {number(MOST)} baris; ini {number(size)}.", f"A sample has at most {number(MOST, 'en')} lines."),
        )
    return min(size, population)


def _draw(people: pl.DataFrame, asked: Asked, strata: str, size: int, seed: str) -> pl.DataFrame:
    if strata == Sample.Strata.VILLAGE:
        return draw_by_village(people, size, seed)
    return draw_by_month(people, [month.no for month in asked.first.upto(asked.last)], size, seed)


def _keep(lines: pl.DataFrame, terms: dict[str, Any], asked: Asked, by: User | None) -> Sample:
    """Lines first: the sample closes them."""
    number_ = reserve_ids(Sample, 1)[0]
    insert_frame(
        SampleLine, _with_amounts(lines, asked).select(pl.lit(number_).alias("sample_id"), "number", "person_id", "month", "stratum", "amount")
    )
    return Sample.objects.create(id=number_, **terms, drawn_on=asked.on, by=by, signed=str(by) if by else "Payung")


def _with_amounts(lines: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """What the fund was billed for each line."""
    billed = lines_of(lines["person_id"].unique().to_list(), asked).filter(pl.col("fund_id") == asked.funds[0].pk)
    numbered = lines.with_row_index("number", offset=1)
    joined = numbered.join(billed.select("person_id", at="month", billed="amount"), on="person_id")
    mine = joined.filter(pl.col("month").is_null() | (pl.col("month") == pl.col("at"))).group_by("number").agg(amount=pl.col("billed").sum())
    return numbered.join(mine, on="number", how="left", maintain_order="left").with_columns(pl.col("amount").fill_null(0))


def answer_line(*, line: SampleLine, result: str, note: str, by: User | None, on: date) -> SampleAnswer:
    """What the auditor found; the same answer again changes nothing, another one is a new row and the older one stays.

    Errors: InputError `answer.result`, `answer.note` for a difference without a word about it.
    """
    sample = samples_seen(visible_to=by, on=on).filter(pk=line.sample_id).first()
    if sample is None or not may(by, "audit.sample", sample.fund.place_id, on):
        raise OutOfScopeError("sample.not_seen", Words("Sampel itu tidak ada.", "There is no such sample."))
    note = " ".join(note.split())
    if result not in SampleAnswer.Result.values:
        raise InputError("answer.result", Words("Pilih sesuai, tidak sesuai, atau belum.", "Choose agrees, differs or open."))
    if len(note) > _LONGEST_NOTE or (result == SampleAnswer.Result.DIFFERS and not note):
        raise InputError(
            "answer.note",
            Words(
                f"Tulis apa yang tidak sesuai, paling panjang {_LONGEST_NOTE} huruf.",
                f"Write what differs, in at most {_LONGEST_NOTE} characters.",
            ),
        )
    with acting("sample.answer", by=by):
        Fund.objects.select_for_update().get(pk=sample.fund_id)
        last = line.answers.order_by("-number").first()
        if last and (last.result, last.note) == (result, note):
            return last
        return SampleAnswer.objects.create(
            line=line, number=last.number + 1 if last else 1, result=result, note=note, on=on, by=by, signed=str(by) if by else "Payung"
        )


def reveal_in_pack(*, asked: Asked, by: User | None, on: date) -> None:
    """That a pack with full NIKs is handed out, as an act; OutOfScopeError unless the person may reveal them at the place of every fund."""
    for place in {fund.place_id for fund in asked.funds}:
        require(by, "nik.reveal", place, on)
    months = f"{asked.first} to {asked.last}"
    with acting("nik.reveal", by=by, note=f"audit pack, funds {', '.join(str(fund.pk) for fund in asked.funds)}, {months}"):
        pass
