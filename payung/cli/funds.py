"""payung fund: open and show, the rules of each source, the papers of the budget, moving people between funds, the report to the donor."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, table
from payung.cli.where import (
    FundArgument,
    MonthOption,
    PlaceOption,
    RoundOption,
    the_fund,
    the_month,
    the_office,
    the_place,
    the_round,
)
from payung.law.given import Segment
from payung.planning.fund_actions import Papers, keep_papers, open_fund
from payung.planning.models import Fund
from payung.planning.queries import terms_of
from payung.planning.sources import Terms, Warned, all_sources, rules_between, source_of, trades, warned
from payung.reports.donor import donor_book, donor_pdf, donor_report
from payung.reports.explained import MARKS
from payung.roster.move_actions import move_people, preview_move
from payung.roster.moving import Moved
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words, number, rupiah

funds = typer.Typer(no_args_is_help=True, help="Sumber dana: buka, lihat, aturannya, pindahkan peserta, laporan donatur.")

Group = Annotated[str | None, typer.Option("--group", help=f"Kode kelompok BPJS: {', '.join(Fund.Group.values)}.")]
Owner = Annotated[str | None, typer.Option("--owner", help="Nama perangkat daerah pemilik anggaran.")]
Budget = Annotated[str | None, typer.Option("--dpa", help="Nomor DPA.")]
Jkk = Annotated[str | None, typer.Option("--account-jkk", help="Kode rekening JKK.")]
Jkm = Annotated[str | None, typer.Option("--account-jkm", help="Kode rekening JKM.")]
Donor = Annotated[str | None, typer.Option("--donor", help="Pemberi uang (CSR, zakat).")]
Asnaf = Annotated[str | None, typer.Option("--asnaf", help="Golongan penerima zakat.")]
Regulation = Annotated[str | None, typer.Option("--regulation", help="Peraturan yang menetapkan kriteria, misalnya Perbup 4/2026.")]


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
    income: Annotated[int | None, typer.Option("--income", help="Rupiah sebulan: penghasilan (BPU) atau dasar upah (NON_ASN).")] = None,
    segment: Annotated[Segment, typer.Option("--segment", help="BPU, atau NON_ASN: iuran bagian dari upah.")] = Segment.BPU,
    trade: Annotated[str, typer.Option("--trade", help=f"Jenis pekerjaan: {', '.join(trades())}. Kosong: menurut sumbernya.")] = "",
    trade_rule: Annotated[str, typer.Option("--trade-rule", help="first: didahulukan; only: hanya mereka; none: tidak dilihat.")] = "",
    group: Group = None,
    owner: Owner = None,
    dpa: Budget = None,
    account_jkk: Jkk = None,
    account_jkm: Jkm = None,
    donor: Donor = None,
    asnaf: Asnaf = None,
    regulation: Regulation = None,
    place: PlaceOption = "",
    round: RoundOption = "",
    lang: Lang = "id",
) -> Answer:
    """Buka sumber dana: jumlah, bulan, dan siapa yang didahulukan. Aturan sumbernya yang tidak terpenuhi diberitahukan."""
    where, today = the_place(place), date.today()
    chosen = all_sources().get(source)
    if chosen and not trade and trade_rule != "none":
        trade, trade_rule = (chosen.trade, trade_rule or chosen.trade_rule) if trade_rule or chosen.trade_rule else ("", "")
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
        income=income,
        segment=segment,
        trade=trade,
        trade_rule="" if trade_rule == "none" else trade_rule,
        papers=_papers(Papers(), where.code, group, owner, dpa, account_jkk, account_jkm, donor, asnaf, regulation),
        by=None,
        on=today,
    )
    told = Words("{name}: {amount} untuk {first} sampai {last}.", "{name}: {amount} for {first} to {last}.")
    broken = warned(terms_of(fund))
    return Answer(
        {
            "fund": fund.name,
            "amount": fund.amount,
            "first_month": str(fund.first_month),
            "last_month": str(fund.last_month),
            "group": fund.group,
            "warnings": [one.words.said(lang) for one in broken],
        },
        [
            told.said(lang, name=fund.name, amount=rupiah(fund.amount, lang), first=fund.first_month.said(lang), last=fund.last_month.said(lang)),
            *(_warning(one, lang) for one in broken),
        ],
    )


@command(funds, "show")
def show_funds(place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Semua sumber dana satu wilayah."""
    found = Fund.objects.filter(place__code__startswith=the_place(place).code).order_by("first_month", "name")
    head = ["Dana", "Sumber", "Kelompok", "Jumlah", "Mulai", "Sampai"] if lang == "id" else ["Fund", "Source", "Group", "Amount", "First", "Last"]
    rows = [[one.name, one.source, one.group or "–", rupiah(one.amount, lang), str(one.first_month), str(one.last_month)] for one in found]
    keys = ("fund", "source", "group", "amount", "first", "last")
    return Answer(
        [dict(zip(keys, (f.name, f.source, f.group, f.amount, str(f.first_month), str(f.last_month)), strict=True)) for f in found],
        table([head, *rows], right={3}),
    )


@command(funds, "rules")
def rules(
    source: Annotated[str, typer.Argument(metavar="SUMBER", help="; ".join(Fund.Source.values))],
    month: MonthOption = "",
    lang: Lang = "id",
) -> Answer:
    """Aturan sebuah sumber uang pada satu bulan, dengan sumber dan kepastiannya, dan apa yang perlu diisi."""
    if source not in all_sources():
        known = ", ".join(all_sources())
        raise InputError("fund.source", Words(f"Pilih sumber dana: {known}.", f"Choose a source: {known}."))
    when, of = the_month(month, Month.of(date.today())), source_of(source)
    found = rules_between(source, when, when)
    broken = warned(Terms(source, when, when, of.trade, of.trade_rule, "?"))
    lines = [f"{of.title.said(lang)}, {when.said(lang)}"]
    for rule in found:
        said = [part for part in (rule.cited, rule.read) if part]
        lines += [f"· {rule.says.said(lang)}", f"  {'; '.join(said)}. {MARKS[rule.mark].said(lang)}."]
    data = [{"says": one.says.said(lang), "source": one.cited, "read": one.read, "mark": str(one.mark)} for one in found]
    return Answer(
        {"source": source, "groups": list(of.groups), "asks": list(of.asks), "rules": data, "warnings": [one.words.said(lang) for one in broken]},
        [*lines, *(_warning(one, lang) for one in broken)],
    )


@command(funds, "papers")
def papers(
    fund: FundArgument,
    group: Group = None,
    owner: Owner = None,
    dpa: Budget = None,
    account_jkk: Jkk = None,
    account_jkm: Jkm = None,
    donor: Donor = None,
    asnaf: Asnaf = None,
    regulation: Regulation = None,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Isi kelompok BPJS, pemilik anggaran, nomor DPA, kode rekening, donatur, dan peraturannya; yang tidak disebut tetap."""
    chosen = the_fund(fund, place)
    there = Papers(**{name: getattr(chosen, name) for name in Papers().fields})
    given = _papers(there, chosen.place_id, group, owner, dpa, account_jkk, account_jkm, donor, asnaf, regulation)
    kept = keep_papers(fund=chosen, papers=given, by=None, on=date.today())
    told = {name: str(getattr(kept, name) or "") for name in given.fields}
    return Answer({"fund": kept.name, **told}, [f"{name}: {value or '–'}" for name, value in told.items()])


@command(funds, "move")
def move(
    source: Annotated[str, typer.Argument(metavar="DARI", help="Dana yang ditinggalkan.")],
    target: Annotated[str, typer.Argument(metavar="KE", help="Dana yang membayar sejak bulan itu.")],
    niks: Annotated[list[str], typer.Argument(metavar="NIK…", help="NIK orang yang pindah.")],
    month: MonthOption = "",
    preview: Annotated[bool, typer.Option("--preview", help="Hanya lihat akibatnya.")] = False,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Pindahkan orang dari satu dana ke dana lain mulai satu bulan: tidak pernah di dua daftar, tidak pernah hilang dari keduanya."""
    both, when = (the_fund(source, place), the_fund(target, place)), the_month(month, Month.of(date.today()))
    act = preview_move if preview else move_people
    moved = act(source=both[0], target=both[1], niks=niks, month=when, by=None, on=date.today())
    undone = [
        {"line": one["line"], "nik": mask(one["nik"]), "code": one["fate"], "sentence": moved.said(one["fate"]).said(lang)}
        for one in moved.lines.iter_rows(named=True)
        if one["fate"]
    ]
    data = {"month": str(when), "moved": moved.people, "released": moved.released, "needed": moved.needed, "not_done": undone}
    return Answer(data, [_moved(moved, preview, lang), *(f"✗ {one['nik']}: {one['sentence']}" for one in undone)])


@command(funds, "report")
def report(
    fund: FundArgument,
    out: Annotated[Path, typer.Option("--out", help="Berkas tujuan: .pdf atau .xlsx.")],
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Laporan kepada donatur: siapa yang terlindungi, berapa bulan, berapa rupiah. NIK disamarkan."""
    found, today = donor_report(the_fund(fund, place)), date.today()
    out.write_bytes(donor_book(found, lang) if out.suffix == ".xlsx" else donor_pdf(found, made_by="Payung", on=today, lang=lang))
    data = {"fund": found.fund.name, "people": found.people.height, "rupiah": found.rupiah, "months": [str(one) for one in found.months]}
    return Answer(data, [*(words.said(lang) for words in found.lead), str(out)])


def _papers(there: Papers, place: str, group: str | None, owner: str | None, *others: str | None) -> Papers:
    names = ("budget_number", "account_jkk", "account_jkm", "donor", "asnaf", "regulation")
    given = {name: value for name, value in zip(("group", *names), (group, *others), strict=True) if value is not None}
    office = {"owner": the_office(owner, place)} if owner else {}
    return Papers(**{**there.fields, **given, **office})


def _warning(one: Warned, lang: Lang) -> str:
    return f"⚠ {one.words.said(lang)} ({one.rule.cited or one.rule.read}; {MARKS[one.mark].said(lang)})"


def _moved(moved: Moved, preview: bool, lang: Lang) -> str:
    told = Words(
        "{people} orang pindah dari {source} ke {target} mulai {month}: {released} tidak terpakai lagi di sana, {needed} dipakai di sini.",
        "{people} people move from {source} to {target} from {month} on: {released} is free there, {needed} is needed here.",
    )
    said = told.said(
        lang,
        people=number(moved.people, lang),
        source=moved.source,
        target=moved.target,
        month=moved.month.said(lang),
        released=rupiah(moved.released, lang),
        needed=rupiah(moved.needed, lang),
    )
    return f"{said} {Words('Belum dicatat.', 'Not entered yet.').said(lang)}" if preview else said


def add_to(app: typer.Typer) -> None:
    app.add_typer(funds, name="fund")
