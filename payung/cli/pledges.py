"""payung pledge: one civil servant pays for one worker (SERTAKAN); promised, paid, and how many of each office give."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.cli.where import FundArgument, MonthOption, PlaceOption, the_fund, the_month, the_office
from payung.pledges.actions import count_civil_servants, make_pledge, pay_pledges
from payung.pledges.models import Pledge
from payung.pledges.queries import overview
from payung.reports.pledges import OFFICE_COLUMNS, office_row
from payung.reports.table_book import write_table
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.nik import digits_of
from payung.values.words import Lang, Words, number, rupiah

pledges = typer.Typer(no_args_is_help=True, help="Janji SERTAKAN: satu ASN menanggung satu pekerja.")
OfficeOption = Annotated[str, typer.Option("--office", help="Nama perangkat daerah (OPD).")]


@command(pledges, "add")
def add(
    fund: FundArgument,
    nik: Annotated[str, typer.Argument(metavar="NIK", help="NIK pekerja yang ditanggung.")],
    office: OfficeOption,
    giver: Annotated[str, typer.Option("--giver", help="Nama ASN yang menanggung.")],
    nip: Annotated[str, typer.Option("--nip", help="NIP-nya, boleh kosong.")] = "",
    first: Annotated[str, typer.Option("--first", help="Bulan pertama (bila kosong: bulan pertama dana).")] = "",
    last: Annotated[str, typer.Option("--last", help="Bulan terakhir (bila kosong: bulan terakhir dana).")] = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat janji seorang ASN untuk seorang pekerja."""
    chosen = the_fund(fund, place)
    made = make_pledge(
        fund=chosen,
        office=the_office(office, chosen.place_id),
        giver=giver,
        giver_number=nip,
        nik=nik,
        first_month=the_month(first, chosen.first_month),
        last_month=the_month(last, chosen.last_month),
        by=None,
        on=date.today(),
    )
    told = Words("Janji {giver} dicatat: {first} sampai {last}.", "The pledge of {giver} is entered: {first} to {last}.")
    data = {"fund": chosen.name, "giver": made.giver, "office": made.office.name, "first": str(made.first_month), "last": str(made.last_month)}
    return Answer(data, [told.said(lang, giver=made.giver, first=made.first_month.said(lang), last=made.last_month.said(lang))])


@command(pledges, "pay")
def pay(
    fund: FundArgument,
    reference: Annotated[str, typer.Option("--reference", help="Nomor bukti setor.")],
    through: Annotated[str, typer.Option("--through", help="Dibayar sampai bulan ini, misalnya 2026-03.")],
    office: Annotated[str, typer.Option("--office", help="Hanya perangkat daerah ini.")] = "",
    nik: Annotated[str, typer.Option("--nik", help="Hanya janji untuk pekerja ini.")] = "",
    on: Annotated[str, typer.Option("--on", help="Tanggal setor (bila kosong: hari ini).")] = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Tandai bulan-bulan janji yang sudah dibayar; yang sudah ditandai tidak dihitung lagi."""
    chosen, today = the_fund(fund, place), date.today()
    paid = pay_pledges(
        fund=chosen,
        through=Month.parse(through),
        reference=reference,
        paid_on=read_day(on) if on else today,
        office=the_office(office, chosen.place_id) if office else None,
        pledge=_pledge(chosen.pk, nik) if nik else None,
        by=None,
        on=today,
    )
    rupiahs = sum(one.rupiah for one in paid)
    told = Words("{n} bulan ditandai dibayar, {sum}.", "{n} months marked as paid, {sum}.")
    return Answer({"months": len(paid), "rupiah": rupiahs}, [told.said(lang, n=number(len(paid), lang), sum=rupiah(rupiahs, lang))])


@command(pledges, "staff")
def staff(
    fund: FundArgument,
    office: OfficeOption,
    count: Annotated[int, typer.Argument(metavar="JUMLAH", help="Jumlah ASN di perangkat daerah itu.")],
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat jumlah ASN satu perangkat daerah, supaya bagian yang ikut dapat dihitung."""
    chosen = the_fund(fund, place)
    made = count_civil_servants(fund=chosen, office=the_office(office, chosen.place_id), civil_servants=count, by=None, on=date.today())
    told = Words("{office}: {n} ASN.", "{office}: {n} civil servants.")
    data = {"office": made.office.name, "civil_servants": made.civil_servants}
    return Answer(data, [told.said(lang, office=made.office.name, n=number(made.civil_servants, lang))])


@command(pledges, "show")
def show(
    fund: FundArgument,
    month: MonthOption = "",
    out: Annotated[Path | None, typer.Option("--out", help="Tulis juga sebagai xlsx ke berkas ini.")] = None,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Janji per perangkat daerah: ASN, yang berjanji, bagiannya, pekerja yang terlindungi, rupiah yang dibayar."""
    chosen = the_fund(fund, place)
    when = min(max(the_month(month, Month.of(date.today())), chosen.first_month), chosen.last_month)
    found = overview(chosen, when)
    rows = [office_row(one.office.name, one.standing, lang) for one in found.offices]
    rows.append(office_row(Words("Semua", "All").said(lang), found.whole, lang))
    told = [
        [words.said(lang) for words, _ in OFFICE_COLUMNS],
        *([str(number(cell, lang) if isinstance(cell, int) else cell) for cell in row] for row in rows),
    ]
    lines = [f"{chosen.name}, {when.said(lang)}", *table(told, right=set(range(1, len(OFFICE_COLUMNS))))]
    if out:
        out.write_bytes(write_table(f"{chosen.name}, {when.said(lang)}", OFFICE_COLUMNS, rows, lang))
        lines.append(str(out))
    whole = found.whole
    data = {
        "civil_servants": whole.civil_servants,
        "givers": whole.givers,
        "workers": whole.workers,
        "covered": whole.covered,
        "rupiah": whole.rupiah,
    }
    return Answer({"fund": chosen.name, "month": str(when), **data, "months_owed": whole.owed}, lines)


def _pledge(fund: int, nik: str) -> Pledge:
    found = Pledge.objects.filter(fund=fund, person__nik=digits_of(nik), withdrawn_on__isnull=True).first()
    if found is None:
        raise InputError("pledge.none", Words("Belum ada janji untuk NIK ini.", "There is no pledge for this NIK yet."))
    return found


def add_to(app: typer.Typer) -> None:
    app.add_typer(pledges, name="pledge")
