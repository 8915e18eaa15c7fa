"""payung coverage …: figures of others taken in or typed, published shares and why they differ, targets."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.cli.where import the_place
from payung.coverage.actions import Source, read_percent, record_official, record_share, set_target
from payung.coverage.definitions import Pair, schemes
from payung.coverage.official import Official, denominators_of, official_figures, official_history
from payung.coverage.official_file import Default, fields, read_official
from payung.coverage.official_import import columns_known, import_official, remember_columns
from payung.coverage.published import misfits_of, shares_of, why_they_differ
from payung.coverage.targets import targets_of
from payung.intake.read.header import header_key
from payung.places.models import Place
from payung.places.queries import place as find_place
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Lang, Words, day, number

_NATION = "ID"
PlaceOf = Annotated[str, typer.Option("--place", envvar="PAYUNG_PLACE", help="Kode wilayah tingkat mana pun; ID untuk Indonesia.")]
SourceOf = Annotated[str, typer.Option("--source", help="Di mana angka ini terbit.")]
PublisherOf = Annotated[str, typer.Option("--publisher", help="Siapa yang menerbitkan.")]
PageOf = Annotated[str, typer.Option("--page", help="Halaman, tabel, atau alamat.")]
PublishedOf = Annotated[str, typer.Option("--published-on", help="Tanggal terbit.")]
AsOf = Annotated[str, typer.Option("--as-of", help="Keadaan pada tanggal, atau bulan (2024-06).")]
Segment = Annotated[str, typer.Option("--segment", help="PU, BPU, JAKON, PMI; kosong: semua.")]
Correction = Annotated[bool, typer.Option("--correction", help="Pembetulan dari sumber yang sama; yang lama tetap tersimpan.")]


def _where(place: str) -> Place | None:
    if place.upper() == _NATION:
        return None
    return find_place(place) if place else the_place("")


def _day(text: str) -> date:
    return Month.parse(text).last_day if len(text.strip()) == 7 else read_day(text)


def _source(title: str, publisher: str, published_on: str, page: str) -> Source:
    return Source(title, publisher, read_day(published_on) if published_on else None, page)


def add_commands(group: typer.Typer) -> None:
    """The commands of this file, into the group of coverage."""
    for add in (_official, _taking_in, _targets, _shares):
        add(group)


def _official(group: typer.Typer) -> None:
    @command(group, "record")
    def record(
        definition: Annotated[str, typer.Argument(metavar="DEFINISI", help="Misalnya active_bpjs atau employed_bps.")],
        value: Annotated[int, typer.Argument(metavar="ANGKA", min=0)],
        source: SourceOf,
        as_of: AsOf,
        place: PlaceOf = "",
        segment: Segment = "",
        publisher: PublisherOf = "",
        published_on: PublishedOf = "",
        page: PageOf = "",
        correction: Correction = False,
        lang: Lang = "id",
    ) -> Answer:
        """Catat satu angka dari pihak lain."""
        made = record_official(
            place=_where(place),
            definition=definition,
            value=value,
            segment=segment,
            source=_source(source, publisher, published_on, page),
            as_of=_day(as_of),
            correction=correction,
            by=None,
            on=date.today(),
        )
        told = official_history(made.figure.place_id or "")
        one = next(each for each in told if each.pk == made.figure.pk)
        return Answer({"how": made.how, **_row(one, lang)}, [_line(one, lang)])

    @command(group, "official")
    def official(
        definition: Annotated[str, typer.Argument(metavar="DEFINISI", help="Kosong: semua.")] = "",
        place: PlaceOf = "",
        known: Annotated[str, typer.Option("--known", help="Seperti yang diketahui pada tanggal ini.")] = "",
        lang: Lang = "id",
    ) -> Answer:
        """Angka pihak lain yang tercatat untuk satu wilayah."""
        where = _where(place)
        code, then = where.code if where else "", read_day(known) if known else None
        found = (
            official_figures(code, definition, known=then)
            if definition
            else [one for one in official_history(code) if not then or one.known_on <= then]
        )
        return Answer([_row(one, lang) for one in found], [_line(one, lang) for one in found] or [_NONE.said(lang)])


def _row(one: Official, lang: Lang) -> dict[str, Any]:
    names = ("place", "definition", "segment", "value", "as_of", "source", "publisher", "page", "known_on", "corrects", "file_name", "sheet", "row")
    return {**{name: getattr(one, name) for name in names}, "what": one.words.said(lang)}


def _line(one: Official, lang: Lang) -> str:
    return f"{one.place_name}: {number(one.value, lang)} {one.words.said(lang)} ({one.source}, {day(one.as_of, lang)})"


def _taking_in(group: typer.Typer) -> None:
    @command(group, "import")
    def take_in(
        path: Annotated[Path, typer.Argument(metavar="TABEL", help="xlsx, xls, ods, atau csv.", exists=True, dir_okay=False)],
        source: SourceOf,
        as_of: AsOf,
        place: PlaceOf = "",
        definition: Annotated[str, typer.Option("--definition", help="Yang dihitung, bila tabelnya tidak mengatakannya.")] = "",
        segment: Segment = "",
        publisher: PublisherOf = "",
        published_on: PublishedOf = "",
        page: PageOf = "",
        columns: Annotated[
            list[str] | None, typer.Option("--column", help="ISI=JUDUL, misalnya active_bpjs=Realisasi; diingat untuk penerbit ini.")
        ] = None,
        lang: Lang = "id",
    ) -> Answer:
        """Muat tabel angka pihak lain. Tabel yang sama tidak mengubah apa pun; baris yang salah tidak menahan yang benar."""
        where = _where(place)
        code, told, today = where.code if where else "", _source(source, publisher, published_on, page), date.today()
        if columns:
            remember_columns(publisher=publisher, columns=_columns(columns), place=code, by=None, on=today)
        read = read_official(path, Default(code, _day(as_of), definition, segment), columns_known(publisher))
        if read.asks:
            titles = ", ".join(f"“{text}”" for text, name in read.seen if name is None) or "–"
            raise InputError(
                "official.columns",
                Words(
                    f"Belum diketahui kolom mana yang berisi angka: {titles}. Sebutkan dengan --column, misalnya --column active_bpjs=Realisasi.",
                    f"It is not known which column holds the figures: {titles}. Name it, such as --column active_bpjs=Realisasi.",
                ),
            )
        made = import_official(read=read, path=path, name=path.name, source=told, place=code, by=None, on=today)
        problems = [{"sheet": one.sheet, "row": one.row, "why": one.words.said(lang)} for one in made.problems]
        data = {"new": made.new, "same": made.same, "corrected": made.corrected, "problems": problems}
        lines = [made.words.said(lang), *(f"• {one['sheet']}, {one['row']}: {one['why']}" for one in problems)]
        return Answer(data, lines)


def _columns(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, _, title = one.partition("=")
        if name.strip() not in fields() or not title.strip():
            known = ", ".join(fields())
            raise InputError(
                "official.unknown_field",
                Words(
                    f"“{one[:60]}” tidak terbaca. Tulis ISI=JUDUL; isi: {known}.", f"“{one[:60]}” cannot be read. Write FIELD=TITLE; fields: {known}."
                ),
            )
        found[header_key(title)] = name.strip()
    return found


def _targets(group: typer.Typer) -> None:
    @command(group, "target")
    def target(
        percent: Annotated[str, typer.Argument(metavar="PERSEN", help="Misalnya 52,15.")],
        scheme: Annotated[str, typer.Option("--scheme", help=", ".join(schemes()))],
        year: Annotated[int, typer.Option("--year")],
        source: SourceOf,
        place: PlaceOf = "",
        pair: Annotated[str, typer.Option("--pair", help="pembilang/penyebut")] = "active_bpjs/universe_bpjs",
        page: PageOf = "",
        correction: Correction = False,
        lang: Lang = "id",
    ) -> Answer:
        """Catat target sebuah rencana, terikat pada satu pembilang dan satu penyebut."""
        made = set_target(
            place=_where(place),
            scheme=scheme,
            year=year,
            pair=Pair.parse(pair),
            hundredths=read_percent(percent)[0],
            source=Source(source, page=page),
            correction=correction,
            by=None,
            on=date.today(),
        )
        told = Words("Target {scheme} {year}: {pair}", "Target of {scheme}, {year}: {pair}")
        return Answer(
            {"scheme": made.scheme, "year": made.year, "pair": made.pair, "hundredths": made.hundredths},
            [told.said(lang, scheme=made.scheme, year=made.year, pair=Pair.parse(made.pair).words.said(lang))],
        )

    @command(group, "targets")
    def targets(year: Annotated[int, typer.Option("--year")] = 0, place: PlaceOf = "", lang: Lang = "id") -> Answer:
        """Target untuk satu wilayah dan tahun; satu daftar untuk setiap definisi."""
        where = _where(place)
        columns = targets_of(where.code if where else "", year or date.today().year)
        data = [
            {"pair": one.pair.key, "targets": [{"scheme": each.scheme, "place": each.place, "target": each.said(lang)} for each in one.targets]}
            for one in columns
        ]
        lines = [line for one in columns for line in (one.pair.words.said(lang), *(f"  {each.footnote.said(lang)}" for each in one.targets))]
        return Answer(data, lines or [_NONE.said(lang)])


def _shares(group: typer.Typer) -> None:
    @command(group, "share")
    def share(
        source: SourceOf,
        as_of: AsOf,
        place: PlaceOf = "",
        percent: Annotated[str, typer.Option("--percent", help="Seperti yang tertulis, misalnya 63,47.")] = "",
        part: Annotated[int | None, typer.Option("--part", help="Orang yang disebut terlindungi.")] = None,
        rest: Annotated[int | None, typer.Option("--rest", help="Orang yang disebut belum.")] = None,
        whole: Annotated[int | None, typer.Option("--whole", help="Penyebut, bila disebut.")] = None,
        numerator: Annotated[str, typer.Option("--numerator")] = "",
        denominator: Annotated[str, typer.Option("--denominator")] = "",
        segment: Segment = "",
        publisher: PublisherOf = "",
        published_on: PublishedOf = "",
        page: PageOf = "",
        quote: Annotated[str, typer.Option("--quote", help="Kalimatnya.")] = "",
        lang: Lang = "id",
    ) -> Answer:
        """Catat persentase seperti yang terbit, benar atau tidak, dan lihat apakah angkanya cocok."""
        made = record_share(
            place=_where(place),
            as_of=_day(as_of),
            source=_source(source, publisher, published_on, page),
            part=part,
            rest=rest,
            whole=whole,
            percent=percent,
            pair=(numerator, denominator),
            segment=segment,
            quote=quote,
            by=None,
            on=date.today(),
        )
        one = next(each for each in shares_of(made.place_id or "") if each.pk == made.pk)
        misfits = [{"code": each.code, "told": each.words.said(lang)} for each in misfits_of(one)]
        data = {"id": one.pk, "percent": one.printed(lang), "implied": one.implied, "misfits": misfits}
        return Answer(data, [f"{one.place_name}: {one.printed(lang)}", *(f"• {each['told']}" for each in misfits)])

    @command(group, "why")
    def why(
        first: Annotated[int | None, typer.Argument(metavar="NOMOR", help="Kosong: daftar yang tercatat.")] = None,
        second: Annotated[int | None, typer.Argument(metavar="NOMOR")] = None,
        place: PlaceOf = "",
        lang: Lang = "id",
    ) -> Answer:
        """Mengapa dua persentase yang terbit berbeda; tanpa nomor: daftar yang tercatat."""
        where = _where(place)
        code = where.code if where else ""
        known = {one.pk: one for one in shares_of(code)}
        if first is None or second is None:
            head = ["No.", "%", "Orang", "Sumber"] if lang == "id" else ["No.", "%", "People", "Source"]
            rows = [[str(pk), one.printed(lang), "–" if one.part is None else number(one.part, lang), one.source] for pk, one in known.items()]
            return Answer(
                [{"id": pk, "percent": one.printed(lang), "part": one.part} for pk, one in known.items()], table([head, *rows], right={0, 1, 2})
            )
        if first not in known or second not in known:
            raise InputError("share.unknown", Words("Nomor itu tidak tercatat untuk wilayah ini.", "No such number is recorded for the place."))
        found = why_they_differ(known[first], known[second], denominators_of(code))
        return Answer([{"code": one.code, "told": one.words.said(lang)} for one in found], [f"• {one.words.said(lang)}" for one in found])


_NONE = Words("Belum ada yang tercatat.", "Nothing recorded yet.")
