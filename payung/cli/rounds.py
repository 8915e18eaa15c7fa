"""payung roster round …: a month's round of changes from opening to the file for BPJS; payung roster overpaid."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.billing.overpaid import months_said
from payung.cli.answer import Answer, command, table
from payung.cli.where import FundArgument, MonthOption, PlaceOption, the_fund, the_month
from payung.compliance.overpaid import overpaid_people
from payung.places.models import Place
from payung.planning.models import Fund
from payung.reports.funds import REASON_WORDS
from payung.reports.mark_book import SheetPerson, mark_book
from payung.reports.mutation import mutation_book, mutation_letter
from payung.roster.mark_sheet import FATES, label, take_sheet
from payung.roster.models import ChangePlan, ChangeRound
from payung.roster.plan_actions import approve_changes, prepare_changes
from payung.roster.plan_queries import plan_lines, plans_of, preview_round
from payung.roster.round_actions import open_round
from payung.roster.round_queries import addressees_of, month_to_ask, newest_marks, office_board, people_asked, village_board
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words, day, number, rupiah

rounds = typer.Typer(no_args_is_help=True, help="Mutasi bulanan: buka, lembar desa, akibat, setujui, berkas untuk BPJS.")
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Di sini lembar setiap desa ditulis.")]


def _round(fund: Fund, month: str) -> ChangeRound:
    """The round of the month, or the newest."""
    found = ChangeRound.objects.filter(fund=fund).select_related("fund__place", "fund__round").order_by("-month")
    one = found.filter(month=Month.parse(month)).first() if month else found.first()
    if one is None:
        raise InputError(
            "round.none",
            Words(
                f"Dana “{fund.name}” belum punya mutasi bulan itu. Jalankan “payung roster round open” dulu.",
                f"The fund “{fund.name}” has no such round. Run “payung roster round open” first.",
            ),
        )
    return one


def _plan(round: ChangeRound) -> ChangePlan:
    newest = plans_of(round).first()
    if newest is None:
        raise InputError(
            "plan.none",
            Words("Mutasi ini belum disiapkan. Jalankan “payung roster round prepare” dulu.", "Run “payung roster round prepare” first."),
        )
    return newest


@command(rounds, "open")
def open_(fund: FundArgument, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Buka mutasi satu bulan: siapa di daftar sebelumnya yang masih bekerja. Tidak ada yang dikirim dengan sendirinya."""
    chosen, today = the_fund(fund, place), date.today()
    when = the_month(month, month_to_ask(chosen, today) or chosen.last_month)
    opened = open_round(fund=chosen, month=when, by=None, on=today)
    told = Words(
        "{month}: {people} orang ditanyakan; {carried} tanda dibawa dari bulan lalu, {dead} orang ada di daftar kematian.",
        "{month}: {people} people are asked about; {carried} marks were taken over, {dead} stand in a register of deaths.",
    )
    counts = {"people": opened.people, "carried": opened.carried, "dead": opened.dead}
    said = told.said(lang, month=when.said(lang), **{name: number(value, lang) for name, value in counts.items()})
    return Answer({"month": str(when), **counts}, [said])


@command(rounds, "show")
def show(fund: FundArgument, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Siapa yang sudah menjawab: setiap desa dan OPD dengan orang di daftar."""
    round, today = _round(the_fund(fund, place), month), date.today()
    lines = [*village_board(round, visible_to=None, on=today), *office_board(round, visible_to=None, on=today)]
    head = (
        ["Desa atau OPD", "Orang", "Ditandai", "Keluar", "Jawaban"]
        if lang == "id"
        else ["Village or office", "People", "Marked", "Leaving", "Answer"]
    )
    rows = [[one.name, *(number(n, lang) for n in (one.people, one.marked, one.leaving)), one.answer.receipt if one.answer else "–"] for one in lines]
    data = [
        {"to": str(one.to), "name": one.name, "people": one.people, "marked": one.marked, "leaving": one.leaving, "answered": one.answer is not None}
        for one in lines
    ]
    return Answer({"month": str(round.month), "lines": data}, table([head, *rows], right={1, 2, 3}))


@command(rounds, "sheets")
def sheets(fund: FundArgument, folder: Folder, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Tulis lembar setiap desa dan OPD (NIK lengkap) ke sebuah folder."""
    round, today = _round(the_fund(fund, place), month), date.today()
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    names = {str(one.to): one.name for board in (village_board, office_board) for one in board(round, visible_to=None, on=today)}
    for to in addressees_of(None, round, today):
        people = [one.person for one in people_asked(round, None, today, to=to)]
        marks = newest_marks(round, [one.pk for one in people])
        told = []
        for one in people:
            last = max((mark for side, mark in marks.get(one.pk, {}).items() if side != "register"), key=lambda mark: mark.pk, default=None)
            said = (last.kind, last.happened_on, last.note) if last else ("", None, "")
            told.append(SheetPerson(one.nik, one.name, one.birth_date, names[str(to)] if to.village else "", "", *said))
        path = folder / f"mutasi {round.month} {to.village or f'opd {to.office}'}.xlsx"
        path.write_bytes(mark_book(told, who=names[str(to)], month=round.month.said(lang), label=label(round, to), lang=lang))
        written.append(path.name)
    return Answer({"month": str(round.month), "files": written}, [f"{number(len(written), lang)} × xlsx: {folder}"])


@command(rounds, "take")
def take(
    fund: FundArgument,
    files: Annotated[list[Path], typer.Argument(metavar="BERKAS…", help="Lembar yang sudah diisi.")],
    month: MonthOption = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Terima lembar yang sudah diisi: baris yang benar dicatat, yang keliru disebut. Lembar yang sama tidak mengubah apa pun."""
    round = _round(the_fund(fund, place), month)
    data, lines = [], []
    for path in files:
        taken = take_sheet(round=round, path=path, by=None, on=date.today())
        bad = [{"line": row["line"], "nik": mask(row["nik"] or ""), "code": row["fate"]} for row in taken.bad.iter_rows(named=True)]
        data.append({"file": path.name, "good": taken.good, "new": taken.new, "bad": bad})
        lines.append(f"{path.name}: {number(taken.good, lang)} {'baris dicatat' if lang == 'id' else 'rows taken'}")
        lines += [f"✗ {'baris' if lang == 'id' else 'row'} {one['line']} ({one['nik']}): {FATES[one['code']].said(lang)}" for one in bad]
    return Answer(data, lines)


@command(rounds, "effect")
def effect(fund: FundArgument, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Akibat tanda-tanda sekarang dalam orang dan rupiah; belum ada yang dicatat."""
    round = _round(the_fund(fund, place), month)
    found = preview_round(round=round, by=None, on=date.today())
    told = Words(
        "{month}: {out} keluar ({saved} tidak lagi dibayar), {come} masuk dari cadangan ({cost}), {free} tempat tetap kosong; {ask} orang perlu "
        "diputuskan dulu, {later} keluar bulan berikutnya.",
        "{month}: {out} leave ({saved} no longer paid), {come} come in from the waiting list ({cost}), {free} places stay free; {ask} people must be "
        "decided about first, {later} leave with the next month.",
    )
    counts = {"out": found.leaving, "come": found.coming, "free": found.free, "ask": found.waiting.height, "later": found.later.height}
    money = {"saved": found.saved, "cost": found.cost}
    said = {name: number(n, lang) for name, n in counts.items()} | {name: rupiah(n, lang) for name, n in money.items()}
    reasons = dict(found.lines.filter(direction="out").group_by("reason").len().sort("reason").iter_rows())
    lines = [told.said(lang, month=round.month.said(lang), **said)]
    lines += [f"{number(n, lang):>9}  {REASON_WORDS[reason].said(lang)}" for reason, n in reasons.items()]
    return Answer({"month": str(round.month), **counts, **money, "reasons": reasons}, lines)


@command(rounds, "prepare")
def prepare(fund: FundArgument, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Bekukan akibatnya sebagai rancangan, untuk disetujui orang kedua."""
    plan = prepare_changes(round=_round(the_fund(fund, place), month), by=None, on=date.today())
    return _told(plan, Words("Rancangan ke-{version}: {out} keluar, {come} masuk.", "Plan no. {version}: {out} leave, {come} come in."), lang)


@command(rounds, "approve")
def approve(fund: FundArgument, month: MonthOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Setujui rancangan terbaru: daftar berubah dan tempat kosong diisi dari cadangan, dalam satu tindakan."""
    plan = _plan(_round(the_fund(fund, place), month))
    approve_changes(plan=plan, by=None, on=date.today())
    return _told(
        plan, Words("Dicatat, rancangan ke-{version}: {out} keluar, {come} masuk.", "Entered, plan {version}: {out} left, {come} came in."), lang
    )


def _told(plan: ChangePlan, words: Words, lang: Lang) -> Answer:
    said = words.said(lang, version=plan.version, out=number(plan.leaving, lang), come=number(plan.coming, lang))
    data = {"version": plan.version, "out": plan.leaving, "in": plan.coming, "saved": plan.saved, "cost": plan.cost}
    return Answer({"month": str(plan.round.month), **data}, [said])


@command(rounds, "file")
def file(
    fund: FundArgument,
    out: Annotated[Path, typer.Argument(metavar="BERKAS", help="Berkas mutasi (xlsx, NIK lengkap); suratnya ditulis di sebelahnya sebagai pdf.")],
    month: MonthOption = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Berkas mutasi dan surat untuk BPJS, dari rancangan terbaru yang disetujui."""
    round = _round(the_fund(fund, place), month)
    plan = plans_of(round).filter(answer__granted=True).first()
    if plan is None:
        raise InputError("plan.not_approved", Words("Mutasi bulan ini belum disetujui.", "The changes of this month are not approved yet."))
    lines = plan_lines(plan)
    names = dict(Place.objects.filter(code__in=lines["village"].drop_nulls().unique().to_list()).values_list("code", "name"))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(mutation_book(plan, lines, names, full=True))
    letter = out.with_suffix(".pdf")
    letter.write_bytes(mutation_letter(plan, lines, made_by="Payung", on=date.today()))
    return Answer({"file": str(out), "letter": str(letter), "people": lines.height}, [str(out), str(letter)])


def overpaid(lang: Lang = "id") -> Answer:
    """Iuran yang ditagih untuk bulan sesudah orangnya meninggal atau keluar."""
    people = overpaid_people(visible_to=None, on=date.today())
    head = ["Nama", "NIK", "Dana", "Kejadian", "Tanggal", "Bulan", "Rupiah", "Keadaan"]
    if lang == "en":
        head = ["Name", "NIK", "Fund", "What happened", "Date", "Months", "Rupiah", "State"]
    rows = [
        [
            one.name,
            mask(one.nik),
            one.fund.name,
            REASON_WORDS[one.reason].said(lang),
            day(one.happened_on, lang),
            months_said(one.months, lang),
            rupiah(one.rupiah, lang),
            one.state.value,
        ]
        for one in people
    ]
    data = [{"fund": one.fund.name, "months": len(one.months), "rupiah": one.rupiah, "state": one.state.value} for one in people]
    total = rupiah(sum(one.rupiah for one in people), lang)
    return Answer(data, [*table([head, *rows], right={6}), f"{number(len(people), lang)} · {total}"])


def add_to(rosters: typer.Typer) -> None:
    rosters.add_typer(rounds, name="round")
    command(rosters, "overpaid")(overpaid)
