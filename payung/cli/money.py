"""payung rank, determine, roster, bill, pay: from the money to the paid month."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.billing.actions import make_bill, pay_bill
from payung.billing.queries import bill_state
from payung.cli import decree, rounds
from payung.cli.answer import Answer, command, read_day, table
from payung.cli.default_group import DefaultGroup
from payung.cli.where import FundArgument, MonthOption, PlaceOption, the_fund, the_month
from payung.planning.actions import determine as freeze
from payung.planning.price import months_bought, short_cover
from payung.planning.queries import determination_in_force, newest_determination, preview_ranking, with_names
from payung.reports.people import write_people
from payung.roster.actions import fill_places, record_changes, start_roster
from payung.roster.changes import FATES
from payung.roster.changes_file import read_changes
from payung.roster.queries import roster_frame
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words, day, number, rupiah

Out = Annotated[Path | None, typer.Option("--out", help="Tulis juga sebagai xlsx ke berkas ini.")]
rosters = typer.Typer(no_args_is_help=True, help="Daftar peserta per bulan: mulai, lihat, mutasi, isi tempat kosong.")


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
                with_names(ranking.frame),
                {"outcome": Words("Hasil", "Outcome"), "why": Words("Mengapa", "Why")},
                [{"outcome": _OUTCOMES[row["outcome"]], "why": ranking.why(row)} for row in ranking.frame.iter_rows(named=True)],
                lang,
            )
            lines.append(str(out))
        return Answer(data, lines)


def add_determine(app: typer.Typer) -> typer.Typer:
    """The group `determine`, whose first command needs no name."""
    group = typer.Typer(
        cls=DefaultGroup, no_args_is_help=True, rich_markup_mode=None, help="Tetapkan (SK), cetak naskahnya, simpan yang ditandatangani."
    )

    @command(group, "list")
    def determine(
        fund: FundArgument,
        number_: Annotated[str, typer.Option("--number", help="Nomor SK (bila kosong: berikutnya menurut pola di kop surat).")] = "",
        on: Annotated[str, typer.Option("--on", help="Tanggal SK (bila kosong: hari ini).")] = "",
        amending: Annotated[str, typer.Option("--amending", help="Alasan perubahan, bila SK sebelumnya sudah ditandatangani.")] = "",
        place: PlaceOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Tetapkan (SK): daftar dan urutannya dibekukan. Perubahan sesudahnya lewat mutasi atau SK baru."""
        chosen, today = the_fund(fund, place), date.today()
        known = chosen.determinations.filter(number=number_).first()
        decided = read_day(on) if on else known.decided_on if known else today
        made = freeze(fund=chosen, number=number_, decided_on=decided, amending=amending, by=None, on=today)
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

    app.add_typer(group, name="determine")
    return group


_OUTCOMES = {"in": Words("masuk", "in"), "waiting": Words("cadangan", "waiting"), "out": Words("tidak", "out")}


@command(rosters, "start")
def start(fund: FundArgument, place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Mulai daftar peserta menurut SK terbaru, sejak bulan pertama dana."""
    chosen = the_fund(fund, place)
    determination = determination_in_force(chosen) or newest_determination(chosen)
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
    outcome = record_changes(fund=chosen, month=when, changes=read_changes(file), by=None, on=date.today())
    told = Words("{month}: {a} masuk, {b} keluar.", "{month}: {a} in, {b} out.")
    undone = [{"line": p.row, "nik": mask(p.value or ""), "code": p.code, "sentence": FATES[p.code].said(lang)} for p in outcome.problems]
    lines = [told.said(lang, month=when.said(lang), a=number(outcome.came_in, lang), b=number(outcome.went_out, lang))]
    lines += [f"✗ {'baris' if lang == 'id' else 'line'} {each['line']} ({each['nik']}): {each['sentence']}" for each in undone]
    return Answer({"month": str(when), "in": outcome.came_in, "out": outcome.went_out, "not_done": undone}, lines)


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
        surplus: Annotated[bool, typer.Option("--surplus", help="Catat yang di atas tagihan sebagai kredit dana.")] = False,
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
        known = owed.payments.filter(reference=reference, kind="sp2d", reversed_by=None).first()
        rest = known.amount + known.surplus if known else bill_state(owed).owed
        paid = pay_bill(
            bill=owed,
            amount=rest if amount is None else amount,
            paid_on=read_day(on) if on else (known.paid_on if known else today),
            reference=reference,
            surplus=surplus,
            by=None,
            on=today,
        )
        state = bill_state(owed)
        told = Words("{reference}: {amount} untuk {month}; sisa {owed}.", "{reference}: {amount} for {month}; {owed} left.")
        return Answer(
            {"month": str(when), "reference": paid.reference, "amount": paid.amount, "surplus": paid.surplus, "paid": state.paid, "owed": state.owed},
            [told.said(lang, reference=paid.reference, amount=rupiah(paid.amount, lang), month=when.said(lang), owed=rupiah(state.owed, lang))],
        )


def add_to(app: typer.Typer) -> None:
    add_rank(app)
    decree.add_to(add_determine(app))
    app.add_typer(rosters, name="roster")
    rounds.add_to(rosters)
    add_bills(app)
