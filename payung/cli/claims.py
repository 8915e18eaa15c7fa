"""payung claims: reports of all claims together, and the deaths that nobody claimed."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.claims.case_answer import VERDICT_WORDS
from payung.claims.figures import ClaimsFigures, claims_figures, half_year
from payung.claims.follow import dead_to_follow, follow_of
from payung.claims.from_register import OPENED, open_silent
from payung.claims.silent import silent_deaths
from payung.claims.words import case_name
from payung.cli.answer import Answer, command, table
from payung.cli.where import PlaceOption, the_place
from payung.reports.claims_report import COLUMNS, claims_pdf, row_of
from payung.reports.table_book import write_table
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words, day, number, rupiah

_MOST = 50  # people that a screen shows
claims_app = typer.Typer(no_args_is_help=True, help="Semua klaim: yang belum diklaim, laporan bulanan dan semester, dan sesudah meninggal.")


@command(claims_app, "silent")
def silent(
    place: PlaceOption = "",
    open_: Annotated[bool, typer.Option("--open", help="Buka kasus untuk semuanya.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Tulis semuanya ke berkas xlsx, NIK disamarkan.")] = None,
    lang: Lang = "id",
) -> Answer:
    """Kematian yang diketahui, terlindungi pada bulannya, dan belum pernah dilaporkan: keluarga yang mungkin tidak tahu haknya."""
    where, on = the_place(place), date.today()
    found = silent_deaths(where.code, visible_to=None, on=on)
    told = Words(
        "{n} orang belum diklaim dari {c} yang terlindungi saat meninggal ({d} peserta diketahui meninggal); mungkin menjadi hak: {sum}.",
        "{n} never claimed of {c} who were covered when they died ({d} participants known to have died); may be due: {sum}.",
    )
    counts = {"n": number(found.people.height, lang), "c": number(found.covered, lang), "d": number(found.deaths, lang)}
    rows = [
        [mask(one["nik"]), one["name"], day(one["died_on"], lang), VERDICT_WORDS[one["verdict"]].said(lang), rupiah(one["total"], lang)]
        for one in found.people.head(_MOST).iter_rows(named=True)
    ]
    head = ["NIK", "Nama", "Meninggal", "Jawaban", "Rupiah"] if lang == "id" else ["NIK", "Name", "Died on", "Answer", "Rupiah"]
    lines = [told.said(lang, **counts, sum=rupiah(found.total, lang)), *(table([head, *rows], right={4}) if rows else [])]
    data = {"deaths": found.deaths, "covered": found.covered, "reported": found.reported, "silent": found.people.height, "rupiah": found.total}
    if out:
        out.write_bytes(_silent_book(found.people.iter_rows(named=True), lang))
    if open_:
        made = open_silent(place=where.code, people=found.people["one"].to_list(), by=None, on=on)
        lines.append(OPENED.counting(n=made.opened, m=made.joined).said(lang))
        data["opened"] = made.opened
    return Answer(data, lines)


def _silent_book(people: Any, lang: Lang) -> bytes:
    columns = [
        (Words("NIK", "NIK"), "nik"),
        (Words("Nama", "Name"), "text"),
        (Words("Desa", "Village"), "text"),
        (Words("Meninggal", "Died on"), "date"),
        (Words("Jawaban", "Answer"), "words"),
        (Words("Mungkin menjadi hak", "May be due"), "rupiah"),
    ]
    rows = ([one["nik"], one["name"], one["village"], one["died_on"], VERDICT_WORDS[one["verdict"]], one["total"]] for one in people)
    return write_table(Words("Belum diklaim", "Never claimed").said(lang), columns, rows, lang)


@command(claims_app, "figures")
def figures(
    first: Annotated[str, typer.Option("--from", help="Bulan pertama (bila kosong: semester ini).")] = "",
    last: Annotated[str, typer.Option("--to", help="Bulan terakhir.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Tulis laporan ke berkas pdf atau xlsx.")] = None,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Laporan klaim menurut wilayah: kasus, rupiah, hari sampai dibayar (median, p90), sebab terlambat, iuran dibanding manfaat."""
    where, on = the_place(place), date.today()
    begin, end = (Month.parse(first), Month.parse(last or first)) if first else half_year(Month.of(on))
    found = claims_figures(where.code, begin, end, visible_to=None, on=on)
    if out:
        out.write_bytes(_book(found, lang) if out.suffix == ".xlsx" else claims_pdf(found, made_by="payung", on=on, lang=lang))
    whole = found.whole
    told = Words(
        "{a} sampai {b}: {n} kasus, {paid} lunas dibayar, manfaat {benefits}, iuran {contributions}, hari sampai dibayar {median} / {p90}.",
        "{a} to {b}: {n} cases, {paid} paid in full, benefits {benefits}, contributions {contributions}, days to payment {median} / {p90}.",
    )
    values = {
        "n": number(whole.cases, lang),
        "paid": number(whole.paid, lang),
        "benefits": rupiah(whole.benefits, lang),
        "contributions": rupiah(whole.contributions, lang),
        "median": "–" if whole.median is None else str(whole.median),
        "p90": "–" if whole.p90 is None else str(whole.p90),
    }
    lines = [told.said(lang, a=begin.said(lang), b=end.said(lang), **values)]
    lines += [
        f"  {line.name or '–'}: {number(line.cases, lang)} · {rupiah(line.benefits, lang)}" for line in found.lines if line.cases or line.benefits
    ]
    names = ("deaths", "accidents", "open", "refused", "paid", "benefits", "contributions", "median", "p90")
    each = [{"place": line.code, **{name: getattr(line, name) for name in names}} for line in found.lines]
    return Answer({"from": str(begin), "to": str(end), "places": each, "whole": {name: getattr(whole, name) for name in names}}, lines)


def _book(found: ClaimsFigures, lang: Lang) -> bytes:
    rows = [row_of(line) for line in found.lines]
    told = [[one.said(lang) if isinstance(one, Words) else one for one in row] for row in rows]
    return write_table(Words("Laporan klaim", "Report of claims").said(lang), [(words, kind) for _, words, kind in COLUMNS], told, lang)


@command(claims_app, "after")
def after(lang: Lang = "id") -> Answer:
    """Yang meninggal tetapi masih di daftar peserta, atau ditagih untuk bulan sesudahnya."""
    found = [(one, follow_of(one)) for one in dead_to_follow(visible_to=None, on=date.today())]
    head = ["Kasus", "Nama", "Meninggal", "Masih terdaftar", "Kelebihan bayar"] if lang == "id" else ["Case", "Name", "Died on", "Listed", "Overpaid"]
    rows = [
        [str(one.pk), case_name(one), day(one.happened_on, lang), number(len(told.listed), lang), rupiah(told.rupiah, lang)] for one, told in found
    ]
    data = [{"case": one.pk, "listed": len(told.listed), "overpaid": told.rupiah} for one, told in found]
    return Answer(data, table([head, *rows], right={0, 3, 4}))


def add_to(app: typer.Typer) -> None:
    app.add_typer(claims_app, name="claims")
