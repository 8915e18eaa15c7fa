"""payung briefing, payung report: the papers for leaders, the one page, and the reports of the calendar with what was sent."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.cli.default_group import DefaultGroup
from payung.cli.where import MonthOption, PlaceOption, RoundOption, the_month, the_place, the_round
from payung.coverage.definitions import denominators, numerators
from payung.reports.edition_actions import Wanted, freeze, open_edition, record_receipt, record_sending
from payung.reports.edition_papers import KIND_WORDS, form_of, paper_name, write_all, write_edition
from payung.reports.edition_queries import edition_of_number, sendings_of
from payung.reports.models import Edition
from payung.reports.one_page import write_one_page
from payung.reports.overview import one_page_of
from payung.reports.report_calendar import State, calendar_of, duty_of, rules
from payung.reports.report_facts import TYPED
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import LANGS, Lang, Words, day

OutOption = Annotated[Path, typer.Option("--out", help="Folder untuk berkasnya.")]
ByOption = Annotated[str, typer.Option("--by", help="Siapa yang membuatnya; tercetak di setiap kertas.")]
NumberArgument = Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor yang tercetak di kertasnya, misalnya 74.05/BULANAN/2026-03/1.")]
OnOption = Annotated[str, typer.Option("--on", help="Hari angkanya (bila kosong: hari ini).")]
_DENOMINATORS = [one for one in denominators() if one != "villages"]
_STATES = {
    State.AHEAD: Words("belum waktunya", "not due yet"),
    State.OPEN: Words("belum dibuat", "not made yet"),
    State.MADE: Words("dibuat, belum dikirim", "made, not sent"),
    State.LATE: Words("terlambat", "late"),
    State.SENT: Words("terkirim", "sent"),
    State.SENT_LATE: Words("terkirim, terlambat", "sent, late"),
}


def add_to(app: typer.Typer) -> None:
    @command(app, "briefing")
    def briefing(
        out: OutOption,
        place: PlaceOption = "",
        month: MonthOption = "",
        numerator: Annotated[str, typer.Option("--numerator", help=", ".join(numerators()))] = "paid",
        denominator: Annotated[str, typer.Option("--denominator", help=", ".join(_DENOMINATORS))] = "universe_bpjs",
        ask: Annotated[list[str] | None, typer.Option("--ask", metavar="APA|SIAPA|TANGGAL", help="Permintaan; boleh beberapa kali.")] = None,
        again: Annotated[str, typer.Option("--again", metavar="NOMOR", help="Buat lagi kertas paparan ini dari angkanya yang dibekukan.")] = "",
        by: ByOption = "Disnakertrans",
        on: OnOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Paparan, satu halaman, buku kerja, catatan pers, dan teks WhatsApp dari satu angka yang dibekukan, dalam kedua bahasa."""
        today = read_day(on) if on else date.today()
        if again:
            made = edition_of_number(again)
        else:
            when = the_month(month, Month.of(today))
            typed = {"asks": [_ask(one) for one in ask or []]}
            wanted = Wanted(Edition.Kind.BRIEFING, the_place(place), when, when, numerator, denominator, typed=typed)
            made = open_edition(wanted, by=None, signed=by, on=today)
        return _written(made, out, lang)

    group = typer.Typer(cls=DefaultGroup, no_args_is_help=True, help="Laporan satu halaman, dan laporan menurut kalender.")
    app.add_typer(group, name="report")
    _one_page(group)
    _calendar(group)
    _make(group)
    _sent(group)


def _ask(said: str) -> dict[str, str]:
    what, who, by = (*(part.strip() for part in said.split("|")), "", "")[:3]
    return {"what": what, "who": who, "by": read_day(by).isoformat() if by else ""}


def _written(made: Edition, out: Path, lang: Lang) -> Answer:
    facts = freeze(made)
    files = write_all(made, out, LANGS)
    data = {"number": made.number, "fingerprint": facts.sha256, "files": [str(path) for path in files]}
    return Answer(data, [f"{KIND_WORDS[made.kind].said(lang)} {made.number}", *(f"  {path}" for path in files)])


def _one_page(group: typer.Typer) -> None:
    @command(group, "page")
    def page(
        out: Annotated[Path, typer.Option("--out", help="Berkas PDF.")],
        month: MonthOption = "",
        place: PlaceOption = "",
        round: RoundOption = "",
        made_by: Annotated[str, typer.Option("--by", help="Siapa yang membuat laporan ini.")] = "Disnakertrans",
        lang: Lang = "id",
    ) -> Answer:
        """Laporan satu halaman (PDF): dari daftar ke perlindungan, cakupan per kecamatan, uang, dan bulan."""
        when = the_month(month, Month.of(date.today()))
        made = one_page_of(the_round(place, round), when, made_by=made_by, on=date.today())
        out.parent.mkdir(parents=True, exist_ok=True)
        write_one_page(made, out, lang)
        stages = {name: getattr(made, name) for name in ("collected", "valid", "funded", "paid")}
        return Answer({"file": str(out), **stages, "coverage": made.coverage[0].said(lang)}, [str(out)])


def _calendar(group: typer.Typer) -> None:
    @command(group, "calendar")
    def calendar(
        year: Annotated[int, typer.Option("--year", help="Tahun (bila kosong: tahun ini).")] = 0,
        place: PlaceOption = "",
        on: OnOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Laporan apa yang jatuh tempo kapan, dan bagaimana keadaannya."""
        today = read_day(on) if on else date.today()
        found = calendar_of(the_place(place).code, year or today.year, visible_to=None, on=today)
        head = ["Laporan", "Sampai", "Paling lambat", "Keadaan", "Versi"] if lang == "id" else ["Report", "To", "Due", "State", "Versions"]
        lines = [
            [
                KIND_WORDS[one.duty.rule.kind].said(lang),
                one.duty.last.said(lang),
                day(one.duty.due_on, lang),
                _STATES[one.state].said(lang),
                str(len(one.editions)),
            ]
            for one in found
        ]
        data = [
            {
                "kind": one.duty.rule.kind,
                "first": str(one.duty.first),
                "last": str(one.duty.last),
                "due": one.duty.due_on,
                "state": one.state.value,
                "versions": [each.number for each in one.editions],
                "sent": one.sending.sent_on if one.sending else None,
            }
            for one in found
        ]
        return Answer({"reports": data}, table([head, *lines], right={4}))


def _make(group: typer.Typer) -> None:
    @command(group, "make")
    def make(
        kind: Annotated[str, typer.Argument(metavar="LAPORAN", help=", ".join(rules()))],
        month: Annotated[str, typer.Argument(metavar="BULAN", help="Bulan terakhir masanya, misalnya 2026-03.")],
        out: OutOption,
        place: PlaceOption = "",
        text: Annotated[list[str] | None, typer.Option("--text", metavar="ISIAN=TEKS", help="Isian kantor, misalnya obstacles='…'.")] = None,
        by: ByOption = "Disnakertrans",
        on: OnOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Buat satu laporan (PDF dan Excel, kedua bahasa) sebagai versi baru; versi lama tetap ada."""
        duty = duty_of(kind, Month.parse(month))
        today = read_day(on) if on else date.today()
        wanted = Wanted(kind, the_place(place), duty.first, duty.last, typed=_typed(kind, text or []))
        return _written(open_edition(wanted, by=None, signed=by, on=today), out, lang)


def _typed(kind: str, given: list[str]) -> dict[str, Any]:
    known = {key for key, _ in TYPED[kind]}
    typed = dict(one.partition("=")[::2] for one in given)
    if unknown := sorted(set(typed) - known):
        raise InputError(
            "report.text",
            Words(f"Isian “{unknown[0]}” tidak dikenal: {', '.join(sorted(known))}.", f"“{unknown[0]}” is unknown: {', '.join(sorted(known))}."),
        )
    return typed


def _sent(group: typer.Typer) -> None:
    @command(group, "send")
    def send(
        number: NumberArgument,
        to: Annotated[str, typer.Option("--to", help="Kepada siapa dikirim.")],
        form: Annotated[str, typer.Option("--form", help="paper (PDF) atau book (Excel).")] = "paper",
        file: Annotated[Path | None, typer.Option("--file", help="Berkas yang dikirim; kosong: dibuat dari angkanya yang dibekukan.")] = None,
        sent_on: Annotated[str, typer.Option("--sent-on", help="Tanggal kirim (bila kosong: hari ini).")] = "",
        by: ByOption = "Disnakertrans",
        on: OnOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Catat bahwa satu versi sudah dikirim: berkasnya disimpan utuh, kepada siapa, tanggal berapa."""
        today, made = read_day(on) if on else date.today(), edition_of_number(number)
        content, name = (file.read_bytes(), file.name) if file else _made(made, form, lang)
        told = record_sending(
            edition=made, content=content, name=name, to=to, sent_on=read_day(sent_on) if sent_on else today, by=None, signed=by, on=today
        )
        data = {"number": made.number, "to": told.to, "sent_on": told.sent_on, "sha256": told.document.sha256, "file": told.document.name}
        return Answer(data, [f"{made.number} → {told.to}, {day(told.sent_on, lang)}, {told.document.sha256[:12]}"])

    @command(group, "receipt")
    def receipt(
        number: NumberArgument, receipt: Annotated[str, typer.Argument(metavar="TANDA-TERIMA")], to: str = "", on: OnOption = "", lang: Lang = "id"
    ) -> Answer:
        """Catat nomor tanda terima kiriman terakhir (--to: kepada siapa)."""
        made = edition_of_number(number)
        found = sendings_of(made)
        held = (found.filter(to=to) if to else found).first()
        if held is None:
            raise InputError("sending.none", Words("Versi ini belum dicatat terkirim.", "No sending of this version is recorded."))
        told = record_receipt(sending=held, number=receipt, by=None, on=read_day(on) if on else date.today())
        return Answer({"number": made.number, "receipt": told.number}, [f"{made.number}: {told.number}"])


def _made(edition: Edition, form: str, lang: Lang) -> tuple[bytes, str]:
    """The paper of the frozen facts, and its name."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="payung-") as folder:
        path = Path(folder) / "laporan"
        write_edition(edition, form, path, lang)
        return path.read_bytes(), paper_name(edition, form_of(edition.kind, form), lang)
