"""payung regulation: the register of regulations and agreements, what ends soon, and one regulation under two numbers."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.cli.duties import OnOption, on_day
from payung.compliance.follow_up_actions import Promised, oblige
from payung.compliance.models import Citation
from payung.compliance.regulation_actions import Terms, cite, end_instrument, enter_instrument, keep_file, rule
from payung.compliance.regulations import InstrumentOn, agreements_of, ending, regulations_of, the_instrument
from payung.places.queries import place as find_place
from payung.values.errors import InputError
from payung.values.words import Lang, Words

regulations = typer.Typer(no_args_is_help=True, help="Daftar peraturan dan perjanjian: nomor, masa berlaku, kutipan yang dibetulkan, kewajiban.")
OneArgument = Annotated[int, typer.Argument(metavar="CATATAN", help="Nomor seperti di “regulation list”.")]


@command(regulations, "list")
def listed(
    place: Annotated[str, typer.Argument(metavar="WILAYAH", help="Provinsi atau kabupaten/kota; “nasional” untuk peraturan pusat.")],
    soon: Annotated[bool, typer.Option("--ending", help="Hanya yang berakhir dalam 90 hari, atau baru berakhir.")] = False,
    on: OnOption = "",
    lang: Lang = "id",
) -> Answer:
    """Peraturan dan perjanjian dengan masa berlakunya pada satu hari."""
    when = on_day(on)
    code = "" if place == "nasional" else find_place(place).code
    found = regulations_of(code, when) + agreements_of(code, when)
    shown = ending(found) if soon else found
    rows = [["", "", "", ""]] + [[str(one.instrument.pk), one.words.said(lang), one.force.words.said(lang), _title(one, lang)] for one in shown]
    return Answer([_data(one) for one in shown], table(rows, right={0})[2:] if shown else [Words("Tidak ada.", "None.").said(lang)])


@command(regulations, "show")
def show(one: OneArgument, on: OnOption = "", lang: Lang = "id") -> Answer:
    """Satu catatan dengan semua kutipannya."""
    found = the_instrument(one, on_day(on))
    lines = [f"{found.words.said(lang)}: {found.instrument.title}", found.force.words.said(lang)]
    for each in found.citations:
        judged = {True: Words("benar", "right"), False: Words("keliru", "wrong"), None: Words("belum diputuskan", "not decided")}[each.right]
        why = f" ({each.ruling.signed}, {each.ruling.on}: {each.ruling.why})" if each.ruling else ""
        lines.append(f"  {each.citation.pk}  {each.words.said(lang)}  {judged.said(lang)}{why}  ← {each.citation.seen_in}")
    return Answer(_data(found), lines)


@command(regulations, "add")
def add(
    place: Annotated[str, typer.Argument(metavar="WILAYAH", help="Kode wilayah, atau “nasional”.")],
    kind: Annotated[str, typer.Argument(metavar="JENIS", help="inpres, perda, pergub, perbup, perwali, se, sk, other, mou, pks, kso.")],
    number: Annotated[str, typer.Argument(metavar="NOMOR")],
    year: Annotated[int, typer.Argument(metavar="TAHUN")],
    title: Annotated[str, typer.Argument(metavar="TENTANG")],
    signed: Annotated[str, typer.Option("--signed", metavar="TANGGAL", help="Ditandatangani.")] = "",
    starts: Annotated[str, typer.Option("--starts", metavar="TANGGAL", help="Mulai berlaku.")] = "",
    ends: Annotated[str, typer.Option("--ends", metavar="TANGGAL", help="Hari terakhir berlaku.")] = "",
    scope: Annotated[str, typer.Option("--scope", help="Ruang lingkup.")] = "",
    party: Annotated[list[str] | None, typer.Option("--party", help="Pihak perjanjian; ulangi untuk tiap pihak.")] = None,
    second: Annotated[str, typer.Option("--second-number", help="Nomor pihak kedua.")] = "",
    ceiling: Annotated[int | None, typer.Option("--ceiling", help="Paling banyak orang.")] = None,
    contact: Annotated[str, typer.Option("--contact", help="Narahubung.")] = "",
    seen_in: Annotated[str, typer.Option("--seen-in", help="Di mana nomornya dikutip begitu.")] = "",
    file: Annotated[Path | None, typer.Option("--file", exists=True, dir_okay=False, help="Naskah: PDF, JPG, PNG.")] = None,
    lang: Lang = "id",
) -> Answer:
    """Catat satu peraturan atau perjanjian."""
    days = {name: read_day(text) if text else None for name, text in (("signed_on", signed), ("starts_on", starts), ("ends_on", ends))}
    terms = Terms(title, number, year, second, **days, scope=scope, parties="\n".join(party or ()), ceiling=ceiling, contact=contact)
    where = None if place == "nasional" else find_place(place)
    scan = {"content": file.read_bytes(), "name": file.name} if file else {}
    made = enter_instrument(place=where, kind=kind, terms=terms, seen_in=seen_in, by=None, on=date.today(), **scan)  # type: ignore[arg-type]
    return Answer({"instrument": made.pk}, [Words("Catatan {n} disimpan.", "Record {n} is kept.").said(lang, n=made.pk)])


@command(regulations, "cite")
def cited(
    one: OneArgument,
    number: Annotated[str, typer.Argument(metavar="NOMOR")],
    year: Annotated[int, typer.Argument(metavar="TAHUN")],
    seen_in: Annotated[str, typer.Option("--seen-in", help="Di mana dikutip begitu.")],
    lang: Lang = "id",
) -> Answer:
    """Nomor lain yang dipakai untuk peraturan yang sama."""
    made = cite(instrument=the_instrument(one, date.today()).instrument, number=number, year=year, seen_in=seen_in, by=None, on=date.today())
    return Answer({"citation": made.pk}, [Words("Kutipan {n} dicatat.", "Citation {n} is entered.").said(lang, n=made.pk)])


@command(regulations, "rule")
def ruled(
    citation: Annotated[int, typer.Argument(metavar="KUTIPAN", help="Nomor kutipan di “regulation show”.")],
    why: Annotated[str, typer.Option("--why", help="Mengapa nomor ini yang benar.")],
    lang: Lang = "id",
) -> Answer:
    """Nomor ini yang benar; yang lain tetap tercatat."""
    found = Citation.objects.filter(pk=citation).first()
    if found is None:
        raise InputError("regulation.citation", Words("Kutipan itu tidak ada.", "There is no such citation."))
    made = rule(citation=found, why=why, by=None, on=date.today())
    return Answer({"ruling": made.pk}, [Words("Nomor yang benar dicatat.", "The right number is entered.").said(lang)])


@command(regulations, "end")
def ended(
    one: OneArgument,
    last: Annotated[str, typer.Argument(metavar="TANGGAL", help="Hari terakhir berlaku.")],
    why: Annotated[str, typer.Option("--why", help="Dicabut atau diakhiri karena apa.")],
    lang: Lang = "id",
) -> Answer:
    """Dicabut, diganti, atau diakhiri lebih awal."""
    made = end_instrument(instrument=the_instrument(one, date.today()).instrument, last_day=read_day(last), why=why, by=None, on=date.today())
    return Answer({"instrument": made.pk, "ended_on": made.ended_on}, [Words("Akhirnya dicatat.", "Its end is entered.").said(lang)])


@command(regulations, "file")
def kept(
    one: OneArgument,
    file: Annotated[Path, typer.Argument(metavar="BERKAS", exists=True, dir_okay=False, help="PDF, JPG, PNG.")],
    lang: Lang = "id",
) -> Answer:
    """Simpan naskahnya, terenkripsi."""
    found = the_instrument(one, date.today()).instrument
    made = keep_file(instrument=found, content=file.read_bytes(), name=file.name, by=None, on=date.today())
    return Answer({"instrument": made.pk}, [Words("Naskah disimpan.", "The file is kept.").said(lang)])


@command(regulations, "oblige")
def obliged(
    one: OneArgument,
    what: Annotated[str, typer.Argument(metavar="APA")],
    owner: Annotated[str, typer.Argument(metavar="SIAPA", help="Kantor atau jabatan.")],
    due: Annotated[str, typer.Option("--due", metavar="TANGGAL", help="Sampai kapan.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Kewajiban yang disebut di dalamnya; masuk daftar tindak lanjut."""
    found = the_instrument(one, date.today()).instrument
    made = oblige(instrument=found, promised=Promised(what, owner, read_day(due) if due else None), by=None, on=date.today())
    return Answer({"follow_up": made.pk}, [Words("Kewajiban {n} dicatat.", "Obligation {n} is entered.").said(lang, n=made.pk)])


def _title(one: InstrumentOn, lang: Lang) -> str:
    doubt = Words(" (dikutip dengan beberapa nomor)", " (cited under several numbers)").said(lang) if one.doubtful else ""
    return f"{one.instrument.title}{doubt}"


def _data(one: InstrumentOn) -> dict[str, object]:
    held = one.instrument
    return {
        "instrument": held.pk,
        "place": held.place_id,
        "kind": held.kind,
        "number": held.number,
        "year": held.year,
        "title": held.title,
        "signed_on": held.signed_on,
        "standing": one.force.standing,
        "last_day": one.force.last,
        "alarm": one.force.alarm,
        "citations": [
            {"citation": each.citation.pk, "number": each.citation.number, "year": each.citation.year, "right": each.right} for each in one.citations
        ],
    }


def add_to(app: typer.Typer) -> None:
    app.add_typer(regulations, name="regulation")
