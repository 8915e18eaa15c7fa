"""payung fund, rank, determine, roster, bill, pay: from the money to the paid month."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from payung.billing.actions import make_bill, pay_bill
from payung.billing.queries import bill_state
from payung.cli.answer import Answer, command, read_day, table
from payung.cli.where import FundArgument, MonthOption, PlaceOption, RoundOption, the_fund, the_month, the_place, the_round
from payung.intake.checks.clean import read_dates
from payung.intake.folder import list_files
from payung.intake.read.files import read_files
from payung.intake.read.header import Vocabulary
from payung.law.given import Sector
from payung.planning.actions import determine as freeze
from payung.planning.actions import open_fund
from payung.planning.models import Fund
from payung.planning.price import months_bought, short_cover
from payung.planning.queries import newest_determination, preview_ranking
from payung.reports.people import write_people
from payung.roster.actions import fill_places, record_changes, start_roster
from payung.roster.changes import COLUMNS, FATES
from payung.roster.queries import roster_frame
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.nik import digits, mask
from payung.values.words import Lang, Words, day, number, rupiah

Out = Annotated[Path | None, typer.Option("--out", help="Tulis juga sebagai xlsx ke berkas ini.")]
funds = typer.Typer(no_args_is_help=True, help="Sumber dana: buka dan lihat.")
rosters = typer.Typer(no_args_is_help=True, help="Daftar peserta per bulan: mulai, lihat, mutasi, isi tempat kosong.")


@command(funds, "open")
def open_(
    name: FundArgument,
    source: Annotated[str, typer.Option("--source", help="; ".join(Fund.Source.values))],
    amount: Annotated[int, typer.Option("--amount", help="Jumlah uang dalam rupiah.")],
    first: Annotated[str, typer.Option("--first", help="Bulan pertama, misalnya 2026-01.")],
    months: Annotated[int, typer.Option("--months", help="Berapa bulan.")],
    youngest: Annotated[int, typer.Option("--youngest", help="Umur paling muda.")] = 18,
    oldest: Annotated[int, typer.Option("--oldest", help="Harus di bawah umur ini.")] = 65,
    last_year_first: Annotated[bool, typer.Option(help="Peserta tahun lalu didahulukan.")] = True,
    decile: Annotated[int | None, typer.Option("--decile", help="Desil paling tinggi yang boleh ikut.")] = None,
    quota: Annotated[int | None, typer.Option("--quota", help="Paling banyak sekian orang per desa.")] = None,
    place: PlaceOption = "",
    round: RoundOption = "",
    lang: Lang = "id",
) -> Answer:
    """Buka sumber dana: jumlah, bulan, dan siapa yang didahulukan."""
    where, today = the_place(place), date.today()
    fund = open_fund(
        place=where,
        round=the_round(where.code, round),
        name=name,
        source=source,
        amount=amount,
        first_month=Month.parse(first),
        months=months,
        youngest=youngest,
        oldest=oldest,
        last_year_first=last_year_first,
        highest_decile=decile,
        quota_per_village=quota,
        sector=Sector.OTHER,
        by=None,
        on=today,
    )
    told = Words("{name}: {amount} untuk {first} sampai {last}.", "{name}: {amount} for {first} to {last}.")
    return Answer(
        {"fund": fund.name, "amount": fund.amount, "first_month": str(fund.first_month), "last_month": str(fund.last_month)},
        [told.said(lang, name=fund.name, amount=rupiah(fund.amount, lang), first=fund.first_month.said(lang), last=fund.last_month.said(lang))],
    )


@command(funds, "show")
def show_funds(place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Semua sumber dana satu wilayah."""
    found = Fund.objects.filter(place__code__startswith=the_place(place).code).order_by("first_month", "name")
    head = ["Dana", "Sumber", "Jumlah", "Mulai", "Sampai"] if lang == "id" else ["Fund", "Source", "Amount", "First", "Last"]
    rows = [[fund.name, fund.source, rupiah(fund.amount, lang), str(fund.first_month), str(fund.last_month)] for fund in found]
    return Answer(
        [
            dict(zip(("fund", "source", "amount", "first", "last"), (f.name, f.source, f.amount, str(f.first_month), str(f.last_month)), strict=True))
            for f in found
        ],
        table([head, *rows], right={2}),
    )


def add_rank(app: typer.Typer) -> None:
    @command(app, "rank")
    def rank(fund: FundArgument, out: Out = None, place: PlaceOption = "", lang: Lang = "id") -> Answer:
        """Urutkan calon menurut kriteria dana dan uangnya, dengan alasan bagi setiap orang. Belum menetapkan apa pun."""
        chosen = the_fund(fund, place)
        ranking = preview_ranking(chosen)
        counts = {outcome: ranking.count(outcome) for outcome in ("in", "waiting", "out")}
        people, price = counts["in"] + counts["waiting"], ranking.prices[0]
        data = {
            "fund": chosen.name,
            "places": ranking.places,
            **counts,
            "monthly_price": price,
            "price": sum(ranking.prices),
            "cost": counts["in"] * sum(ranking.prices),
        }
        told = Words(
            "{money} membayar {places} orang selama {months} bulan ({price} per orang dan bulan): "
            "{a} masuk, {b} cadangan, {c} tidak memenuhi syarat.",
            "{money} pays for {places} people for {months} months ({price} a person and month): {a} in, {b} waiting, {c} not admitted.",
        )
        lines = [
            told.said(
                lang,
                money=rupiah(chosen.amount, lang),
                places=number(ranking.places, lang),
                months=chosen.months,
                price=rupiah(price, lang),
                a=number(counts["in"], lang),
                b=number(counts["waiting"], lang),
                c=number(counts["out"], lang),
            )
        ]
        if people and price:
            bought = months_bought(chosen.amount, people, price)
            everybody = Words(
                "Untuk semua {people} calon yang memenuhi syarat uang ini cukup {bought} bulan.",
                "For all {people} admitted candidates the money lasts {bought} months.",
            )
            lines.append(everybody.said(lang, people=number(people, lang), bought=bought))
        warning = short_cover(chosen.months, chosen.first_month.first_day)
        if warning:
            data["warning"] = warning.said(lang)
            lines.append(f"⚠ {warning.said(lang)}")
        if out:
            write_people(
                out,
                chosen.name,
                ranking.frame,
                {"outcome": Words("Hasil", "Outcome"), "why": Words("Mengapa", "Why")},
                [{"outcome": _OUTCOMES[row["outcome"]], "why": ranking.why(row)} for row in ranking.frame.iter_rows(named=True)],
                lang,
            )
            lines.append(str(out))
        return Answer(data, lines)

    @command(app, "determine")
    def determine(
        fund: FundArgument,
        number_: Annotated[str, typer.Option("--number", help="Nomor SK.")],
        on: Annotated[str, typer.Option("--on", help="Tanggal SK (bila kosong: hari ini).")] = "",
        place: PlaceOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Tetapkan (SK): daftar dan urutannya dibekukan. Perubahan sesudahnya lewat mutasi atau SK baru."""
        chosen, today = the_fund(fund, place), date.today()
        known = chosen.determinations.filter(number=number_).first()
        decided = read_day(on) if on else known.decided_on if known else today
        made = freeze(fund=chosen, number=number_, decided_on=decided, by=None, on=today)
        told = Words(
            "SK {number}: {a} orang ditetapkan, {b} cadangan, {c} tidak memenuhi syarat. Biaya {cost}, sisa {left}.",
            "SK {number}: {a} people determined, {b} waiting, {c} not admitted. Cost {cost}, {left} left.",
        )
        return Answer(
            {
                "fund": chosen.name,
                "number": made.determination.number,
                "version": made.determination.version,
                "in": made.people,
                "waiting": made.waiting,
                "out": made.out,
                "monthly_price": made.monthly_price,
                "price": made.price,
                "cost": made.cost,
                "left": made.left,
            },
            [
                told.said(
                    lang,
                    number=made.determination.number,
                    a=number(made.people, lang),
                    b=number(made.waiting, lang),
                    c=number(made.out, lang),
                    cost=rupiah(made.cost, lang),
                    left=rupiah(made.left, lang),
                )
            ],
        )


_OUTCOMES = {"in": Words("masuk", "in"), "waiting": Words("cadangan", "waiting"), "out": Words("tidak", "out")}


@command(rosters, "start")
def start(fund: FundArgument, place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Mulai daftar peserta menurut SK terbaru, sejak bulan pertama dana."""
    chosen = the_fund(fund, place)
    determination = newest_determination(chosen)
    if determination is None:
        raise InputError(
            "roster.not_determined",
            Words(
                f"Dana “{chosen.name}” belum punya SK. Jalankan “payung determine” dulu.",
                f"The fund “{chosen.name}” has no determination. Run “payung determine” first.",
            ),
        )
    begun = start_roster(determination=determination, by=None, on=date.today())
    told = Words("{people} orang di daftar sejak {month}.", "{people} people on the list from {month} on.")
    lines = [told.said(lang, people=number(begun.people, lang), month=chosen.first_month.said(lang))]
    if begun.elsewhere:
        also = Words("{n} orang tidak ikut karena sudah dibayari dana lain.", "{n} people were left out because another fund pays for them.")
        lines.append(also.said(lang, n=number(begun.elsewhere, lang)))
    return Answer({"fund": chosen.name, "people": begun.people, "elsewhere": begun.elsewhere}, lines)


@command(rosters, "show")
def show(fund: FundArgument, month: MonthOption = "", out: Out = None, place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Daftar peserta satu bulan. NIK disamarkan di layar; berkas xlsx memuatnya lengkap."""
    chosen = the_fund(fund, place)
    when = the_month(month, chosen.first_month)
    people = roster_frame(chosen, when)
    lines = [f"{chosen.name}, {when.said(lang)}: {number(people.height, lang)} {'orang' if lang == 'id' else 'people'}"]
    if out:
        write_people(out, f"{chosen.name} · {when.said(lang)}", people, {}, [], lang)
        lines.append(str(out))
    else:
        head = [["NIK", "Nama", "Tanggal lahir", "Desa"] if lang == "id" else ["NIK", "Name", "Birth date", "Village"]]
        lines += table(
            head + [[mask(p["nik"]), p["name"], day(p["birth_date"], lang), p["village"] or "–"] for p in people.head(50).iter_rows(named=True)]
        )
        if people.height > 50:
            lines.append("…")
    return Answer({"fund": chosen.name, "month": str(when), "people": people.height}, lines)


@command(rosters, "change")
def change(
    fund: FundArgument,
    file: Annotated[Path, typer.Argument(metavar="BERKAS", help="Mutasi: kolom nik, arah (in/out), alasan; boleh tanggal dan catatan.")],
    month: MonthOption = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat mutasi bulanan dari berkas: yang keluar menutup masa kepesertaan, tidak ada yang dihapus."""
    chosen = the_fund(fund, place)
    when = the_month(month, Month.of(date.today()))
    outcome = record_changes(fund=chosen, month=when, changes=_changes(file), by=None, on=date.today())
    told = Words("{month}: {a} masuk, {b} keluar.", "{month}: {a} in, {b} out.")
    undone = [{"line": p.row, "nik": mask(p.value or ""), "code": p.code, "sentence": FATES[p.code].said(lang)} for p in outcome.problems]
    lines = [told.said(lang, month=when.said(lang), a=number(outcome.came_in, lang), b=number(outcome.went_out, lang))]
    lines += [f"✗ {'baris' if lang == 'id' else 'line'} {each['line']} ({each['nik']}): {each['sentence']}" for each in undone]
    return Answer({"month": str(when), "in": outcome.came_in, "out": outcome.went_out, "not_done": undone}, lines)


# How people write the columns, directions and reasons of a monthly change.
_HEADERS: dict[str, dict[str, Any]] = {
    "nik": {"words": ["nik", "no ktp", "nomor nik"], "rules": [{"all": ["nik"]}]},
    "direction": {"words": ["arah", "mutasi", "masuk keluar", "direction"]},
    "reason": {"words": ["alasan", "sebab", "reason"]},
    "happened_on": {"words": ["tanggal", "tanggal kejadian", "happened on"]},
    "note": {"words": ["catatan", "keterangan", "note"]},
}
_SPOKEN = {
    "masuk": "in",
    "keluar": "out",
    "meninggal": "deceased",
    "meninggal dunia": "deceased",
    "bekerja": "employed",
    "migran": "migrant",
    "pmi": "migrant",
    "cpmi": "migrant",
    "pindah": "moved",
    "mandiri": "self_paying",
    "ganda": "duplicate",
    "tidak memenuhi syarat": "not_eligible",
    "lewat umur": "too_old",
    "pengganti": "replacement",
    "koreksi": "correction",
}


def _changes(path: Path) -> pl.DataFrame:
    """The columns of roster.changes.COLUMNS from a spreadsheet."""
    file = next(read_files(list_files([path]), words=Vocabulary.of(_HEADERS), wanted=frozenset({"nik"})))
    if file.refusal:
        raise InputError(*file.refusal)
    frame = pl.concat(
        pl.DataFrame({name: pl.Series(sheet.columns.get(name, [None] * len(sheet.rows)), dtype=pl.String) for name in COLUMNS})
        for sheet in file.sheets
    )
    spoken = [pl.col(name).str.strip_chars().str.to_lowercase().replace(_SPOKEN) for name in ("direction", "reason")]
    return frame.with_columns(*spoken, nik=digits(pl.col("nik")), happened_on=read_dates(frame["happened_on"]))


@command(rosters, "fill")
def fill(fund: FundArgument, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Isi tempat kosong dari cadangan menurut urutan."""
    chosen = the_fund(fund, place)
    when = the_month(month, Month.of(date.today()))
    filled = fill_places(fund=chosen, month=when, by=None, on=date.today())
    told = Words(
        "{month}: {free} tempat kosong, {people} diisi dari cadangan.", "{month}: {free} free places, {people} filled from the waiting list."
    )
    return Answer(
        {"month": str(when), "free": filled.free, "filled": filled.people},
        [told.said(lang, month=when.said(lang), free=number(filled.free, lang), people=number(filled.people, lang))],
    )


def add_bills(app: typer.Typer) -> None:
    @command(app, "bill")
    def bill(fund: FundArgument, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
        """Buat tagihan satu bulan (JKK dan JKM). Tagihan yang sudah ada ditampilkan, tidak dibuat dua kali."""
        chosen = the_fund(fund, place)
        made = make_bill(fund=chosen, month=the_month(month, chosen.first_month), by=None, on=date.today())
        state = bill_state(made)
        told = Words(
            "{month}: {people} orang, JKK {jkk} + JKM {jkm} = {total}; jatuh tempo {due}; dibayar {paid}.",
            "{month}: {people} people, JKK {jkk} + JKM {jkm} = {total}; due {due}; paid {paid}.",
        )
        return Answer(
            {
                "fund": chosen.name,
                "month": str(made.month),
                "people": made.people,
                "jkk": made.jkk,
                "jkm": made.jkm,
                "total": made.total,
                "due_on": made.due_on,
                "paid": state.paid,
                "owed": state.owed,
            },
            [
                told.said(
                    lang,
                    month=made.month.said(lang),
                    people=number(made.people, lang),
                    jkk=rupiah(made.jkk, lang),
                    jkm=rupiah(made.jkm, lang),
                    total=rupiah(made.total, lang),
                    due=day(made.due_on, lang),
                    paid=rupiah(state.paid, lang),
                )
            ],
        )

    @command(app, "pay")
    def pay(
        fund: FundArgument,
        reference: Annotated[str, typer.Option("--reference", help="Nomor SP2D.")],
        month: MonthOption = "",
        amount: Annotated[int | None, typer.Option("--amount", help="Rupiah (bila kosong: seluruh sisa tagihan).")] = None,
        on: Annotated[str, typer.Option("--on", help="Tanggal bayar (bila kosong: hari ini).")] = "",
        place: PlaceOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Catat pembayaran sebuah tagihan dengan nomor SP2D-nya."""
        chosen, today = the_fund(fund, place), date.today()
        when = the_month(month, chosen.first_month)
        owed = chosen.bills.filter(month=when).first()
        if owed is None:
            raise InputError(
                "pay.no_bill",
                Words(f"{when.said()} belum ditagih. Jalankan “payung bill” dulu.", f"{when.said('en')} has no bill yet. Run “payung bill” first."),
            )
        reference = " ".join(reference.split())
        known = owed.payments.filter(reference=reference).first()
        rest = known.amount if known else bill_state(owed).owed
        paid = pay_bill(
            bill=owed,
            amount=rest if amount is None else amount,
            paid_on=read_day(on) if on else (known.paid_on if known else today),
            reference=reference,
            by=None,
            on=today,
        )
        state = bill_state(owed)
        told = Words("{reference}: {amount} untuk {month}; sisa {owed}.", "{reference}: {amount} for {month}; {owed} left.")
        return Answer(
            {"month": str(when), "reference": paid.reference, "amount": paid.amount, "paid": state.paid, "owed": state.owed},
            [told.said(lang, reference=paid.reference, amount=rupiah(paid.amount, lang), month=when.said(lang), owed=rupiah(state.owed, lang))],
        )


def add_to(app: typer.Typer) -> None:
    app.add_typer(funds, name="fund")
    add_rank(app)
    app.add_typer(rosters, name="roster")
    add_bills(app)
