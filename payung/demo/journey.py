"""The whole job on an invented regency, through the same actions that commands and screens call."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from payung.billing.actions import make_bill, pay_bill
from payung.billing.queries import bill_state
from payung.cli.machine import prepare
from payung.coverage.actions import record_universe
from payung.coverage.queries import coverage
from payung.demo import regency
from payung.demo.claims import DIED_IN_JANUARY, report_some
from payung.demo.entities import follow_entities
from payung.demo.figures import record_figures
from payung.demo.letterhead import set_letterheads
from payung.demo.promises import promise_some
from payung.intake.actions import accept_lists, import_register, open_round, receive_lists
from payung.intake.checks.catalog import equation
from payung.intake.queries import checked_rows, verdict_counts
from payung.intake.registers import read_registers
from payung.places.codes import village_names
from payung.places.queries import place as find_place
from payung.planning.actions import determine, open_fund
from payung.planning.models import Fund
from payung.planning.queries import preview_ranking, with_names
from payung.registry.models import Round
from payung.reports.export import write_export
from payung.reports.fix_sheet import write_fix_sheets
from payung.reports.one_page import write_one_page
from payung.reports.overview import one_page_of
from payung.reports.people import write_people
from payung.reports.review_book import write_review_book
from payung.review.actions import find_pairs
from payung.review.queries import queue
from payung.roster.actions import fill_places, record_changes, start_roster
from payung.roster.queries import roster_frame
from payung.values.month import Month
from payung.values.words import Lang, Words, number, rupiah

_BILLED, _PAID = 4, 3  # months that are billed and paid in the demo
_LEAVES = {"deceased": len(DIED_IN_JANUARY), "employed": 3, "moved": 2}  # who leaves from the second month on

Told = Callable[[Words], None]


def run(folder: Path, *, seed: int, people: int, lists: int, told: Told, lang: Lang = "id") -> list[Path]:
    """Every file made, in the order of the work. In a folder where the demo ran already nothing is invented anew, so it changes nothing."""
    out = folder / "hasil"
    out.mkdir(parents=True, exist_ok=True)
    if not (folder / "lists").exists():
        regency.invent(folder, seed=seed, people=people, lists=lists)
    prepare()
    round = _take_in(folder, told)
    sheets = write_fix_sheets(checked_rows(round), out / "perbaikan", lang=lang, villages=village_names(regency.REGENCY))
    told(Words(f"{len(sheets)} lembar perbaikan ditulis.", f"{len(sheets)} correction sheets written."))
    pairs = _review(round, out, told, lang)
    fund, ranked = _decide(round, out, told, lang)
    listed = _months(fund, out, told, lang)
    if reported := report_some(fund):
        told(reported)
    if promised := promise_some(round.place):
        told(promised)
    if followed := follow_entities(round.place):
        told(followed)
    report = _report(round, fund, out, told, lang)
    write_export(out / "ekspor")
    return [folder / "lists", out / "perbaikan", pairs, ranked, listed, *report, out / "ekspor"]


def _take_in(folder: Path, told: Told) -> Round:
    place = find_place(regency.REGENCY)
    for kind, path in sorted((path.stem, path) for path in (folder / "registers").glob("*.csv")):
        import_register(
            place=place,
            kind=kind,
            frame=read_registers({kind: path})[kind],
            path=path,
            source=regency.REGISTER_SOURCE,
            as_of=regency.REGISTERS_AS_OF,
            by=None,
        )
    round = open_round(place=place, name=regency.ROUND, start=regency.START, by=None)
    received = receive_lists(round=round, paths=list((folder / "lists").iterdir()), by=None, on=regency.TODAY)
    counts = verdict_counts(round)
    told(
        Words(f"{len(received.taken)} daftar diterima: {equation(counts, 'id')}.", f"{len(received.taken)} lists received: {equation(counts, 'en')}.")
    )
    accept_lists(round=round, by=None, on=regency.TODAY)
    return round


def _review(round: Round, out: Path, told: Told, lang: Lang) -> Path:
    """Who may be one person under two NIKs: found, and left to whoever tries the demo to decide."""
    find_pairs(round=round, by=None, on=regency.TODAY)
    waiting = queue(visible_to=None, on=regency.TODAY, place=round.place_id)
    path = out / "tinjau pasangan.xlsx"
    write_review_book(path, waiting, lang)
    told(
        Words(
            f"{number(len(waiting))} pasangan mungkin orang yang sama; petugas yang memutuskan.",
            f"{number(len(waiting), 'en')} pairs may be one person; an officer decides.",
        )
    )
    return path


def _decide(round: Round, out: Path, told: Told, lang: Lang) -> tuple[Fund, Path]:
    fund = open_fund(
        place=round.place,
        round=round,
        name=regency.FUND,
        source=regency.FUND_SOURCE,
        amount=regency.FUND_AMOUNT,
        first_month=regency.FIRST_MONTH,
        months=regency.MONTHS,
        highest_decile=regency.HIGHEST_DECILE,
        by=None,
        on=regency.TODAY,
    )
    path = out / "urutan.xlsx"
    if not fund.determinations.exists():
        ranking = preview_ranking(fund)
        write_people(
            path,
            fund.name,
            with_names(ranking.frame),
            {"why": Words("Mengapa", "Why")},
            [{"why": ranking.why(row)} for row in ranking.frame.iter_rows(named=True)],
            lang,
        )
        determine(fund=fund, number=regency.DETERMINATION, decided_on=regency.START, by=None, on=regency.TODAY)
    determination = fund.determinations.get(number=regency.DETERMINATION)
    set_letterheads(round.place)
    start_roster(determination=determination, by=None, on=regency.TODAY)
    told(
        Words(
            f"{rupiah(fund.amount)} membayar {number(determination.people)} orang selama {fund.months} bulan; "
            f"{number(determination.waiting)} orang cadangan.",
            f"{rupiah(fund.amount, 'en')} pays for {number(determination.people, 'en')} people for {fund.months} months; "
            f"{number(determination.waiting, 'en')} wait.",
        )
    )
    return fund, path


def _months(fund: Fund, out: Path, told: Told, lang: Lang) -> Path:
    second = fund.first_month + 1
    for month in fund.first_month.upto(fund.first_month + (_BILLED - 1)):
        if month == second and not fund.bills.filter(month=month).exists():
            _change(fund, month, told)
        bill = make_bill(fund=fund, month=month, by=None, on=regency.TODAY)
        if month < fund.first_month + _PAID:
            pay_bill(bill=bill, amount=bill.total, paid_on=month.first_day.replace(day=12), reference=f"SP2D-DEMO-{month}", by=None, on=regency.TODAY)
        state = bill_state(bill)
        paid = Words("lunas", "paid") if state.is_paid else Words(f"sisa {rupiah(state.owed)}", f"{rupiah(state.owed, 'en')} left")
        told(
            Words(
                f"{month.said()}: {number(bill.people)} orang, {rupiah(bill.total)}, {paid.id}.",
                f"{month.said('en')}: {number(bill.people, 'en')} people, {rupiah(bill.total, 'en')}, {paid.en}.",
            )
        )
    path = out / f"daftar peserta {second}.xlsx"
    write_people(path, f"{fund.name} · {second.said(lang)}", roster_frame(fund, second), {}, [], lang)
    return path


def _change(fund: Fund, month: Month, told: Told) -> None:
    """The first people of the list, by NIK, leave for the reasons of _LEAVES; the waiting list fills their places."""
    reasons = [reason for reason, count in _LEAVES.items() for _ in range(count)]
    niks = roster_frame(fund, month)["nik"].sort().head(len(reasons))
    days = [fund.first_month.first_day.replace(day=day) for day in DIED_IN_JANUARY]
    happened = pl.Series([*days, *([None] * len(reasons))][: len(niks)], dtype=pl.Date)
    changes = pl.DataFrame({"nik": niks, "direction": ["out"] * len(niks), "reason": reasons[: len(niks)], "happened_on": happened})
    outcome = record_changes(fund=fund, month=month, changes=changes, by=None, on=regency.TODAY)
    filled = fill_places(fund=fund, month=month, by=None, on=regency.TODAY)
    told(
        Words(
            f"Mutasi {month.said()}: {outcome.went_out} keluar, {filled.people} cadangan masuk.",
            f"Changes of {month.said('en')}: {outcome.went_out} out, {filled.people} of the waiting list in.",
        )
    )


def _report(round: Round, fund: Fund, out: Path, told: Told, lang: Lang) -> list[Path]:
    for code, value in regency.invented_universe().items():
        record_universe(
            place=find_place(code),
            definition=regency.UNIVERSE_DEFINITION,
            value=value,
            source=regency.UNIVERSE_SOURCE,
            as_of=regency.UNIVERSE_AS_OF,
            by=None,
            on=regency.TODAY,
        )
    record_figures()
    month = fund.first_month + (_PAID - 1)
    figure = coverage(round.place_id, month, "paid", on=regency.TODAY)
    told(figure.footnote)
    told(Words(f"Cakupan {month.said()}: {figure.percent()}.", f"Coverage {month.said('en')}: {figure.percent('en')}."))
    page = one_page_of(round, month, made_by="Payung (peragaan)", on=regency.TODAY)
    paths = []
    for name, language in (("laporan satu halaman.pdf", "id"), ("one-page report.pdf", "en")):
        paths.append(out / name)
        write_one_page(page, paths[-1], "en" if language == "en" else "id")
    return paths
