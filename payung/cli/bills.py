"""payung posting, reconcile, month, ledger and code: from BPJS's code to the closed month."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.billing.closed import closing_of
from payung.billing.closing import close_month, open_items, reopen_month
from payung.billing.codes import record_code
from payung.billing.ledger import trial_balance
from payung.billing.models import Bill, Difference
from payung.billing.postings import import_postings, read_for, record_posting, remember_columns
from payung.billing.reconcile import agrees, differences_of, four_numbers, reconcile
from payung.cli.answer import Answer, command, read_day, table
from payung.cli.where import FundArgument, MonthOption, PlaceOption, the_fund, the_month
from payung.planning.models import Fund
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words, day, number, rupiah

postings = typer.Typer(help="Posting BPJS atas sebuah tagihan.", no_args_is_help=True)
months = typer.Typer(help="Menutup dan membuka bulan sebuah dana.", no_args_is_help=True)
_SHOWN = 50  # people of a difference that the screen names

_KINDS = {
    Difference.Kind.MISSING: Words("di daftar, tidak diposting", "on the list, not posted"),
    Difference.Kind.EXTRA: Words("diposting, tidak di daftar", "posted, not on the list"),
    Difference.Kind.WRONG: Words("jumlah berbeda", "another amount"),
    Difference.Kind.TWICE: Words("diposting lebih dari sekali", "posted more than once"),
}
DayOption = Annotated[str, typer.Option("--on", help="Tanggal, misalnya 2026-01-14 (bila kosong: hari ini).")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Alasannya.")]


def the_bill(fund: Fund, month: Month) -> Bill:
    """InputError `pay.no_bill` where the month has none."""
    found = fund.bills.filter(month=month).select_related("fund__place").first()
    if found is None:
        raise InputError(
            "pay.no_bill",
            Words(f"{month.said()} belum ditagih. Jalankan “payung bill” dulu.", f"{month.said('en')} has no bill yet. Run “payung bill” first."),
        )
    return found


def _bill(fund: str, place: str, month: str) -> Bill:
    chosen = the_fund(fund, place)
    return the_bill(chosen, the_month(month, chosen.first_month))


@command(postings, "import")
def import_file(
    fund: FundArgument,
    file: Annotated[Path, typer.Argument(metavar="BERKAS", help="Tabel posting: NIK atau KPJ, dan jumlah iuran; judul kolom bebas.")],
    month: MonthOption = "",
    on: DayOption = "",
    column: Annotated[list[str] | None, typer.Option("--column", help='Arti sebuah judul, misalnya "Setoran=amount"; diingat.')] = None,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Baca berkas posting BPJS yang menyebut orang."""
    made = _bill(fund, place, month)
    columns = dict(each.rsplit("=", 1) for each in column or [] if "=" in each)
    if columns:
        remember_columns(place=made.fund.place, columns=columns, by=None, on=date.today())
    read = read_for(made, file)
    posted = import_postings(bill=made, read=read, posted_on=read_day(on) if on else None, by=None, on=date.today())
    told = Words("Posting {day}: {people} orang, {amount}.", "Posted {day}: {people} people, {amount}.")
    line = told.said(lang, day=day(posted.posted_on, lang), people=number(posted.people, lang), amount=rupiah(posted.amount, lang))
    return Answer({"posted_on": posted.posted_on, "people": posted.people, "amount": posted.amount, "rows": posted.rows}, [line])


@command(postings, "add")
def add(
    fund: FundArgument,
    people: Annotated[int, typer.Option("--people", help="Orang yang diposting.")],
    amount: Annotated[int, typer.Option("--amount", help="Rupiah.")],
    month: MonthOption = "",
    on: DayOption = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat jumlah posting BPJS tanpa nama."""
    made, today = _bill(fund, place, month), date.today()
    posted = record_posting(bill=made, posted_on=read_day(on) if on else today, people=people, amount=amount, by=None, on=today)
    told = Words("Posting {people} orang, {amount} tercatat.", "A posting of {people} people, {amount} recorded.")
    return Answer(
        {"people": posted.people, "amount": posted.amount},
        [told.said(lang, people=number(posted.people, lang), amount=rupiah(posted.amount, lang))],
    )


def add_reconcile(app: typer.Typer) -> None:
    @command(app, "code")
    def code(
        fund: FundArgument,
        code: Annotated[str, typer.Argument(metavar="KODE", help="Kode iuran dari BPJS.")],
        month: MonthOption = "",
        reason: ReasonOption = "",
        place: PlaceOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Catat kode iuran (VA) sebuah tagihan; memperbaikinya perlu alasan."""
        made = record_code(bill=_bill(fund, place, month), code=code, reason=reason, by=None, on=date.today())
        return Answer({"code": made.code, "version": made.version}, [Words("Kode iuran {c}.", "Payment code {c}.").said(lang, c=made.code)])

    @command(app, "reconcile")
    def compare(fund: FundArgument, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
        """Cocokkan daftar, tagihan, SP2D dan posting; selisihnya disebut per orang. Kode keluar 1 bila berbeda."""
        made = _bill(fund, place, month)
        one = reconcile(bill=made, by=None, on=date.today())
        same = agrees(one, made)
        lines = table(_four(made, lang))
        counts = {kind.value: getattr(one, kind.value) for kind in Difference.Kind}
        lines += [f"✗ {_KINDS[kind].said(lang)}: {number(counts[kind.value], lang)}" for kind in Difference.Kind if counts[kind.value]]
        lines += [_named(each, lang) for each in differences_of(one)[:_SHOWN]]
        lines += [Words("✓ sama", "✓ the same").said(lang) if same else Words("✗ berbeda", "✗ they differ").said(lang)]
        return Answer({"month": str(made.month), "agrees": same, "by_person": one.by_person, **counts}, lines, 0 if same else 1)

    @command(app, "ledger")
    def ledger(fund: FundArgument, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
        """Neraca saldo dana, semua bulan atau satu bulan; jumlahnya nol."""
        chosen = the_fund(fund, place)
        found = trial_balance(chosen, Month.parse(month) if month else None)
        rows = [["", "Debit", "Kredit" if lang == "id" else "Credit", "Saldo" if lang == "id" else "Balance"]]
        rows += [[each.account.value, *(rupiah(value, lang) for value in (each.debit, each.credit, each.left))] for each in found]
        left = sum(each.left for each in found)
        rows.append(["", rupiah(sum(each.debit for each in found), lang), rupiah(sum(each.credit for each in found), lang), rupiah(left, lang)])
        return Answer({"balances": {each.account.value: each.left for each in found}, "sum": left}, table(rows, {1, 2, 3}))


def _four(made: Bill, lang: Lang) -> list[list[str]]:
    four = four_numbers(made)
    head = ["", "Orang", "Rupiah"] if lang == "id" else ["", "People", "Rupiah"]
    names = (Words("Daftar", "List"), Words("Tagihan", "Bill"), Words("SP2D", "SP2D"), Words("Posting", "Posted"))
    people, amounts = (four.listed, made.people, None, four.posted_people), (None, made.total, four.paid, four.posted)
    cells = zip(names, people, amounts, strict=True)
    return [
        head,
        *(
            [name.said(lang), "" if held is None else number(held, lang), "" if amount is None else rupiah(amount, lang)]
            for name, held, amount in cells
        ),
    ]


def _named(one: Difference, lang: Lang) -> str:
    person = one.person
    name, nik = (person.name, person.nik) if person else (one.name or "–", one.nik)
    who = f"{name} ({mask(nik) if nik else one.kpj})"
    return f"  {who}: {_KINDS[Difference.Kind(one.kind)].said(lang)}, {rupiah(one.billed, lang)} / {rupiah(one.posted, lang)}"


@command(months, "close")
def close(
    fund: FundArgument,
    month: MonthOption = "",
    accept: Annotated[list[str] | None, typer.Option("--accept", help='Yang dibiarkan dan alasannya, misalnya "unpaid=Dibayar Maret".')] = None,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Tutup satu bulan; yang masih terbuka disebut, dan hanya dibiarkan dengan alasan."""
    chosen = the_fund(fund, place)
    when = the_month(month, chosen.first_month)
    reasons = dict(each.split("=", 1) for each in accept or [] if "=" in each)
    items = [] if closing_of(chosen, when) else open_items(chosen, when)
    left = [item for item in items if item.what not in reasons]
    if left:
        lines = [f"✗ {item.what}: {item.words.said(lang)}" for item in left]
        asked = Words('Selesaikan, atau beri alasan: --accept "{what}=…".', 'Finish it, or give a reason: --accept "{what}=…".')
        return Answer({"closed": False, "open": [item.what for item in left]}, [*lines, asked.said(lang, what=left[0].what)], 1)
    closing = close_month(fund=chosen, month=when, accept=reasons, by=None, on=date.today())
    told = Words("{month} ditutup.", "{month} is closed.")
    return Answer({"closed": True, "month": str(when), "version": closing.version}, [told.said(lang, month=when.said(lang))])


@command(months, "reopen")
def reopen(fund: FundArgument, reason: ReasonOption = "", month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Buka kembali bulan yang sudah ditutup, dengan alasan."""
    chosen = the_fund(fund, place)
    when = the_month(month, chosen.first_month)
    closing = closing_of(chosen, when)
    if closing is None:
        raise RefusedError("month.not_closed", Words(f"{when.said()} tidak ditutup.", f"{when.said('en')} is not closed."))
    reopen_month(closing=closing, reason=reason, by=None, on=date.today())
    return Answer({"month": str(when)}, [Words("{month} dibuka kembali.", "{month} is open again.").said(lang, month=when.said(lang))])


def add_to(app: typer.Typer) -> None:
    app.add_typer(postings, name="posting")
    app.add_typer(months, name="month")
    add_reconcile(app)
