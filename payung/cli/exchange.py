"""payung exchange: packages to BPJS, its replies, and their consequences."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, table
from payung.cli.where import FundArgument, MonthOption, PlaceOption, the_fund, the_month
from payung.exchange.actions import make_package
from payung.exchange.answers import REASONS
from payung.exchange.match_reply import FATES, FOUND_BY
from payung.exchange.models import Package, ReplyRow
from payung.exchange.queries import (
    accepted_count,
    answered,
    answers_of,
    branch_of,
    differences,
    month_to_send,
    newest_package,
    plan_package,
    remembered,
)
from payung.exchange.replies import preview_settlement, record_reply, settle
from payung.exchange.reply_file import read_reply
from payung.exchange.sipp import NEEDED, missing
from payung.filing.actions import open_document
from payung.intake.read.one import fingerprint
from payung.planning.models import Fund
from payung.reports.handover import handover_pdf
from payung.roster.queries import roster_on
from payung.values.errors import InputError
from payung.values.nik import mask
from payung.values.words import Lang, Words, number, rupiah

NumberOption = Annotated[int, typer.Option("--package", help="Nomor paket (bila kosong: yang terbaru).")]
_SHOWN = 30  # lines that a screen shows
exchanges = typer.Typer(no_args_is_help=True, help="Serah-terima BPJS: paket, balasan, dan akibatnya.")


@command(exchanges, "package")
def package(
    fund: FundArgument,
    month: MonthOption = "",
    employer_number: Annotated[str, typer.Option("--npp", help="Nomor wadah di SIPP.")] = "",
    anew: Annotated[bool, typer.Option("--anew", help="Kirim ulang semua, selama BPJS belum membalas (misalnya kolom diperbaiki).")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Tulis semua berkas dan tanda terima ke folder ini.")] = None,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Buat paket: yang pertama memuat semua peserta, berikutnya hanya yang berubah. Data yang kurang disebut, tetapi tidak menahan siapa pun."""
    chosen = the_fund(fund, place)
    when = the_month(month, month_to_send(chosen))
    lacking = missing(plan_package(chosen, when, anew=anew).new)
    made = make_package(fund=chosen, month=when, employer_number=employer_number, anew=anew, by=None, on=date.today())
    one = made.package
    told = (
        Words("Paket {n}: {come} orang baru, {gone} keluar.", "Package {n}: {come} new, {gone} left.")
        if made.fresh
        else Words(
            "Tidak ada yang berubah sejak paket {n} ({come} baru, {gone} keluar).", "Nothing changed since package {n} ({come} new, {gone} left)."
        )
    )
    lines = [told.counting(n=one.number, come=one.come, gone=one.gone).said(lang)]
    for row in lacking.head(_SHOWN).iter_rows(named=True):
        lines.append(f"⚠ {mask(row['nik'])} {row['name']}: {', '.join(NEEDED[name].said(lang) for name in row['lacks'])}")
    if lacking.height > _SHOWN:
        lines.append("…")
    lines += _written(one, out, lang) if out else []
    files = [
        {"name": each.name, "rows": each.rows, "sha256": each.document.sha256} for each in one.files.select_related("document").order_by("number")
    ]
    data = {"number": one.number, "fresh": made.fresh, "month": str(one.month), "kind": one.kind, "new": one.come, "left": one.gone}
    return Answer({**data, "fingerprint": one.fingerprint, "missing": lacking.height, "files": files}, lines)


@command(exchanges, "reply")
def reply(
    fund: FundArgument,
    file: Annotated[Path, typer.Argument(metavar="BERKAS", help="Balasan BPJS: xlsx, xls, ods, atau csv, urutan kolom bebas.")],
    number_: NumberOption = 0,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat balasan BPJS atas satu paket. Berkas yang sama tidak mengubah apa pun."""
    one = _the_package(the_fund(fund, place), number_)
    if not file.is_file():
        raise InputError("reply.no_file", Words(f"Berkas “{file}” tidak ada.", f"There is no file “{file}”."))
    read = read_reply(file, remembered(branch_of(one.fund.round.place)))
    taken = record_reply(package=one, read=read, content=file.read_bytes(), sha256=fingerprint(file)[0], name=file.name, by=None, on=date.today())
    told = answered(one)
    lines = [] if taken.fresh else [Words("Berkas ini sudah dicatat. Tidak ada yang berubah.", "This file is recorded already.").said(lang)]
    lines.append(_equation(one, lang))
    undone = ReplyRow.objects.filter(reply=taken.reply).exclude(fate="counts").order_by("number")
    lines += [f"✗ {'baris' if lang == 'id' else 'row'} {row.row} ({mask(row.nik)}): {FATES[row.fate].said(lang)}" for row in undone[:_SHOWN]]
    by_name = ReplyRow.objects.filter(reply=taken.reply, fate="counts", found_by="name_birth").count()
    if by_name:
        lines.append(f"{number(by_name, lang)} {FOUND_BY['name_birth'].said(lang)}")
    counts = {"sent": told.sent, "accepted": told.accepted, "rejected": told.rejected, "elsewhere": told.elsewhere, "unanswered": told.unanswered}
    return Answer({"fresh": taken.fresh, "rows": taken.reply.rows, "counted": taken.reply.counted, **counts}, lines)


@command(exchanges, "settle")
def settle_(
    fund: FundArgument,
    number_: NumberOption = 0,
    look: Annotated[bool, typer.Option("--look", help="Hanya lihat akibatnya.")] = False,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Keluarkan yang ditolak BPJS, isi tempatnya dari cadangan menurut urutan, dan buat paket susulan."""
    one = _the_package(the_fund(fund, place), number_)
    told = Words(
        "Mulai {month}: {gone} keluar, {came} cadangan masuk, {free} tempat kosong; {monthly} sebulan, {whole} sampai akhir dana.",
        "From {month}: {gone} leave, {came} come in, {free} places free; {monthly} a month, {whole} to the fund's end.",
    )
    effect = preview_settlement(package=one, by=None, on=date.today())
    counts = {"gone": number(effect.left, lang), "came": number(effect.came, lang), "free": number(effect.free, lang)}
    money = {"monthly": rupiah(effect.monthly, lang), "whole": rupiah(effect.whole, lang)}
    lines = [told.said(lang, month=effect.month.said(lang), **counts, **money)]
    lines += [f"  {REASONS[code].words.said(lang)}: {number(n, lang)}" for code, n in effect.gone.items()]
    data = {
        "month": str(effect.month),
        "left": effect.left,
        "came": effect.came,
        "free": effect.free,
        "monthly": effect.monthly,
        "whole": effect.whole,
    }
    if look:
        return Answer({**data, "done": False}, lines)
    done = settle(package=one, by=None, on=date.today())
    return Answer({**data, "done": True, "delta": done.delta.number if done.delta else None}, lines)


@command(exchanges, "show")
def show(fund: FundArgument, place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Semua paket satu dana, dan selisih dengan hitungan BPJS menurut nama."""
    chosen = the_fund(fund, place)
    found = list(chosen.packages.order_by("number"))
    told = answers_of(found)
    head = ["No.", "Bulan", "Baru", "Keluar", "Diterima", "Ditolak", "Belum"] if lang == "id" else "No. Month New Left Accepted Rejected Open".split()
    rows = [
        [
            str(one.number),
            str(one.month),
            *(number(n, lang) for n in (one.come, one.gone, told[one.pk].accepted, told[one.pk].refused, told[one.pk].unanswered)),
        ]
        for one in found
    ]
    lines = table([head, *rows], right={0, 2, 3, 4, 5, 6})
    month = month_to_send(chosen)
    differ = differences(chosen, month)
    ours, theirs = roster_on(chosen, month).count(), accepted_count(chosen)
    words = Words(
        "{month}: {ours} di daftar, {theirs} diterima BPJS, {n} berbeda.", "{month}: {ours} on the list, {theirs} accepted by BPJS, {n} differ."
    )
    counts = {"ours": number(ours, lang), "theirs": number(theirs, lang), "n": number(differ.height, lang)}
    lines.append(words.said(lang, month=month.said(lang), **counts))
    lines += [f"  {mask(row['nik'])} {row['name']}" for row in differ.head(_SHOWN).iter_rows(named=True)]
    return Answer({"packages": len(found), "listed": ours, "accepted": theirs, "differences": differ.height}, lines)


def _the_package(fund: Fund, wanted: int) -> Package:
    found = fund.packages.filter(number=wanted).first() if wanted else newest_package(fund)
    if found is None:
        raise InputError(
            "package.none",
            Words(f"Dana “{fund.name}” belum punya paket itu. Buat dulu.", f"The fund “{fund.name}” has no such package. Make it first."),
        )
    return found


def _equation(one: Package, lang: Lang) -> str:
    told = answered(one)
    words = Words(
        "{sent} dikirim = {accepted} diterima + {rejected} ditolak + {elsewhere} aktif di tempat lain + {unanswered} belum dijawab",
        "{sent} sent = {accepted} accepted + {rejected} rejected + {elsewhere} members elsewhere + {unanswered} not answered",
    )
    counts = {"sent": told.sent, "accepted": told.accepted, "rejected": told.rejected, "elsewhere": told.elsewhere, "unanswered": told.unanswered}
    return words.counting(**counts).said(lang)


def _written(one: Package, folder: Path, lang: Lang) -> list[str]:
    """Every file in its folder, and the receipt."""
    for each in one.files.select_related("document").order_by("number"):
        path = folder / each.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(open_document(document=each.document, by=None))
    receipt = folder / f"tanda-terima-{one.number}.pdf"
    receipt.write_bytes(handover_pdf(one, lang))
    return [str(folder)]


def add_to(app: typer.Typer) -> None:
    app.add_typer(exchanges, name="exchange")
