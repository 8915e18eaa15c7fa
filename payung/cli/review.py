"""payung review …: who may be one person, and what somebody decides about it."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.cli.answer import Answer, command, read_day, read_engine, table
from payung.cli.where import PlaceOption, RoundOption, the_round
from payung.matching.encoded_file import read_csv_with
from payung.places.queries import place as find_place
from payung.reports.review_book import read_review_book, write_review_book
from payung.review import actions, queries
from payung.review.encoded import add_encoded
from payung.review.offline import ANSWERS, apply_answers
from payung.review.sides import Item, Side
from payung.roster.changes import FATES
from payung.values.errors import InputError, RefusedError
from payung.values.nik import digits_of, mask
from payung.values.words import Lang, Words, day, number, rupiah

Number = Annotated[int, typer.Argument(metavar="NOMOR", help="Nomor pasangan, lihat “payung review list”.")]
Reason = Annotated[str, typer.Option("--reason", help="Alasannya, satu kalimat.")]
reviews = typer.Typer(no_args_is_help=True, help="Mungkin orang yang sama: cari, lihat, putuskan, batalkan.")


@command(reviews, "find")
def find(
    place: PlaceOption = "",
    round: RoundOption = "",
    threshold: Annotated[float, typer.Option("--threshold", min=0, max=1, help="Peluang paling kecil sebuah pasangan.")] = 0.5,
    everybody: Annotated[bool, typer.Option("--all", help="Semua calon sekali lagi, bukan hanya yang baru.")] = False,
    engine: Annotated[str, typer.Option("--engine", help="duckdb | spark")] = "duckdb",
    lang: Lang = "id",
) -> Answer:
    """Cari orang yang mungkin tercatat dua kali, dan yang mungkin ada di daftar acuan. Yang sudah dikenal tidak ditanyakan lagi."""
    now, chosen, steps = the_round(place, round), read_engine(engine), list[str]()
    run = actions.find_pairs(
        round=now,
        by=None,
        on=date.today(),
        threshold=threshold,
        everybody=everybody,
        engine=chosen,
        told=lambda words: steps.append(words.said(lang)),
    )
    waiting = queries.counts(visible_to=None, on=date.today())
    told = Words(
        "{found} pasangan ditemukan, {new} baru. Menunggu keputusan: {waiting} pasangan, uang yang dijaga {money}.",
        "{found} pairs found, {new} new. Waiting for a decision: {waiting} pairs, {money} at stake.",
    )
    lines = [*steps, told.said(lang, found=number(run.found, lang), new=number(run.new, lang), **_said_counts(waiting, lang))]
    return Answer({"round": now.name, "people": run.people, "found": run.found, "new": run.new, "waiting": waiting.waiting}, lines)


@command(reviews, "add")
def add(
    file: Annotated[
        Path, typer.Argument(metavar="BERKAS.csv", help="Hasil “payung match resolve” dari daftar yang disandikan dengan --id kolom NIK.")
    ],
    kind: Annotated[str, typer.Option("--kind", help="Jenis daftar instansi lain itu, misalnya taspen.")],
    source: Annotated[str, typer.Option("--source", help="Instansi lain itu.")],
    as_of: Annotated[str, typer.Option("--as-of", help="Keadaan daftarnya, misalnya 2026-03-31.")],
    place: PlaceOption = "",
    round: RoundOption = "",
    lang: Lang = "id",
) -> Answer:
    """Masukkan pasangan dengan daftar tersandi instansi lain ke antrean yang sama; sisi mereka hanya huruf sandinya."""
    now = the_round(place, round)
    sentence = Words(f"“{file.name}” bukan hasil “payung match resolve”.", f"“{file.name}” is no result of “payung match resolve”.")
    pairs = read_csv_with(file, ["left_id", "right_id", "probability", "why"], sentence)
    run, strangers = add_encoded(round=now, kind=kind, pairs=pairs, path=file, source=source, as_of=read_day(as_of), by=None, on=date.today())
    told = Words(
        "{found} pasangan masuk antrean, {new} baru; {strangers} menyebut NIK yang bukan warga di sini.",
        "{found} pairs are in the queue, {new} new; {strangers} name a NIK that nobody has here.",
    )
    counted = {"found": number(run.found, lang), "new": number(run.new, lang), "strangers": number(strangers, lang)}
    return Answer({"found": run.found, "new": run.new, "strangers": strangers}, [told.said(lang, **counted)])


@command(reviews, "list")
def list_(
    place: PlaceOption = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="Paling banyak sekian pasangan.")] = 20,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Mulai setelah sekian pasangan.")] = 0,
    lang: Lang = "id",
) -> Answer:
    """Pasangan yang menunggu keputusan, yang paling berharga lebih dulu. NIK disamarkan; “payung review show” memuatnya lengkap."""
    if place:
        find_place(place)
    found = queries.queue(visible_to=None, on=date.today(), place=place, limit=limit, offset=offset)
    counts = queries.counts(visible_to=None, on=date.today(), place=place)
    told = Words(
        "{waiting} pasangan menunggu, {unsure} di antaranya belum jelas; {same} diputuskan sama, {different} beda. Uang yang dijaga: {money}.",
        "{waiting} pairs wait, {unsure} of them unsure; {same} decided the same, {different} different. Money at stake: {money}.",
    )
    lines = [told.said(lang, **_said_counts(counts, lang))]
    for item in found:
        lines += ["", _headline(item, lang), *_short(item, lang)]
    return Answer({**vars(counts), "pairs": [_data(item, lang, masked=True) for item in found]}, lines)


@command(reviews, "show")
def show(number_: Number, lang: Lang = "id") -> Answer:
    """Satu pasangan dengan semua yang diketahui dari kedua sisinya, yang mendukung dan menentang, dan keputusan sebelumnya."""
    item = queries.item(number=number_, visible_to=None, on=date.today())
    twice = queries.paid_twice(item.pair)
    lines = [_headline(item, lang), "", *_beside(item, lang), ""]
    lines += [f"{'+' if part.speaks == 'for' else '−'} {part.words.said(lang)}" for part in item.said]
    if item.others:
        lines.append(Words("Bersama pasangan {others}.", "Together with pairs {others}.").said(lang, others=", ".join(map(str, item.others))))
    lines += [
        f"• {day(each.on, lang)}, {each.signed}: {actions.SAID[each.answer].said(lang)}. {each.reason}" for each in item.decisions
    ]  # oldest first
    if twice:
        lines.append(_twice(twice, lang))
    data = {
        **_data(item, lang, masked=False),
        "decisions": [
            {"answer": each.answer, "by": each.signed, "on": each.on, "reason": each.reason, "takes_back": bool(each.takes_back_id)}
            for each in item.decisions
        ],
        "paid_twice": [{"month": str(e.month), "fund": e.fund, "nik": e.nik, "rupiah": e.rupiah, "paid": e.paid} for e in twice],
    }
    return Answer(data, lines)


@command(reviews, "decide")
def decide(
    number_: Number,
    answer: Annotated[str, typer.Argument(metavar="JAWABAN", help="same (sama), different (beda), atau unsure (belum jelas).")],
    reason: Reason,
    keep: Annotated[str, typer.Option("--keep", metavar="NIK", help="NIK yang dipakai selanjutnya (bila kosong: dipilihkan).")] = "",
    lang: Lang = "id",
) -> Answer:
    """Putuskan satu pasangan. Sama: dua NIK menjadi satu orang, atau catatan daftar acuan berlaku baginya. Dapat dibatalkan."""
    item = queries.item(number=number_, visible_to=None, on=date.today())
    spoken = next((key for key, words in ANSWERS.items() if answer.lower() in (key, words.id, words.en)), answer)
    done = actions.decide(pair=item.pair, answer=spoken, reason=reason, keep=digits_of(keep), by=None, on=date.today())
    told = Words("Pasangan {number}: {answer}.", "Pair {number}: {answer}.")
    lines = [told.said(lang, number=number_, answer=actions.SAID[spoken].said(lang))]
    if done.decision.kept:
        kept = Words("NIK yang dipakai: {nik}; NIK lainnya tetap tersimpan.", "The NIK that is kept: {nik}; the other one stays on record.")
        lines.append(kept.said(lang, nik=done.decision.kept.nik))
    lines += _list_changes(done, lang, Words("{nik} keluar dari daftar {fund} sejak {month}.", "{nik} leaves the list of {fund} from {month} on."))
    for change in done.changes:
        if change.stays is None:
            continue
        stays = change.stays.last_month or change.stays.fund.last_month
        if stays < min(change.until or change.spell.fund.last_month, change.spell.fund.last_month):
            over = Words(
                "Daftar {fund} melindunginya sampai {month}; untuk bulan sesudahnya, masukkan lagi lewat mutasi.",
                "The list of {fund} covers them until {month}; for the months after that, enter them again by a monthly change.",
            )
            lines.append(over.said(lang, fund=change.stays.fund.name, month=stays.said(lang)))
    twice = queries.paid_twice(item.pair) if spoken == "same" else []
    return Answer(_done_data(done), [*lines, *([_twice(twice, lang)] if twice else [])])


@command(reviews, "undo")
def undo(number_: Number, reason: Reason, lang: Lang = "id") -> Answer:
    """Batalkan keputusan sebuah pasangan: keadaan kembali seperti sebelumnya, riwayat tetap."""
    item = queries.item(number=number_, visible_to=None, on=date.today())
    holding = actions.holding(item.pair)
    if holding is None:
        raise RefusedError(
            "decision.none",
            Words(f"Pasangan {number_} belum diputuskan, jadi tidak ada yang dibatalkan.", f"Pair {number_} was not decided; nothing to take back."),
        )
    done = actions.undo(decision=holding, reason=reason, by=None, on=date.today())
    told = Words("Pasangan {number}: keputusan dibatalkan, sekarang {answer}.", "Pair {number}: taken back, now {answer}.")
    lines = [told.said(lang, number=number_, answer=actions.SAID[done.decision.answer].said(lang))]
    lines += _list_changes(done, lang, Words("{nik} kembali di daftar {fund} sejak {month}.", "{nik} is back on the list of {fund} from {month} on."))
    for change, fate in done.left:
        back = Words("{nik} belum kembali di daftar {fund}: {why}", "{nik} is not back on the list of {fund}: {why}")
        lines.append(back.said(lang, nik=mask(change.spell.person.nik), fund=change.spell.fund.name, why=FATES[fate].said(lang)))
    return Answer(_done_data(done), lines)


@command(reviews, "export")
def export(
    out: Annotated[Path, typer.Argument(metavar="BERKAS.xlsx", help="Berkas yang ditulis.")],
    place: PlaceOption = "",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Paling banyak sekian pasangan (bila kosong: semua).")] = None,
    lang: Lang = "id",
) -> Answer:
    """Tulis pasangan yang menunggu ke lembar kerja: diisi tanpa jaringan, lalu dikirim balik. Memuat NIK lengkap."""
    if out.suffix.lower() != ".xlsx":
        raise InputError("review.not_xlsx", Words("Beri nama berkas yang berakhir .xlsx.", "Give the file a name that ends in .xlsx."))
    items = queries.queue(visible_to=None, on=date.today(), place=place, limit=limit)
    write_review_book(out, items, lang)
    told = Words(
        "{n} pasangan di {file}. Berkas ini memuat NIK lengkap; simpan baik-baik.", "{n} pairs in {file}. It holds NIKs in clear; keep it safe."
    )
    return Answer({"pairs": len(items), "file": str(out)}, [told.said(lang, n=number(len(items), lang), file=out)])


@command(reviews, "import")
def import_(file: Annotated[Path, typer.Argument(metavar="BERKAS.xlsx", help="Lembar yang sudah diisi.")], lang: Lang = "id") -> Answer:
    """Baca lembar yang sudah diisi: setiap jawaban diputuskan sendiri. Berkas yang sama dua kali tidak mengubah apa pun."""
    applied = apply_answers(rows=read_review_book(file), file=file.name, by=None, on=date.today())
    told = Words(
        "{decided} pasangan diputuskan, {unchanged} sudah sama sebelumnya, {left} baris belum bisa diproses.",
        "{decided} pairs decided, {unchanged} stood already, {left} rows could not be taken.",
    )
    left = [{"row": row, "sentence": words.said(lang)} for row, words in applied.problems]
    lines = [told.said(lang, decided=number(applied.decided, lang), unchanged=number(applied.unchanged, lang), left=number(len(left), lang))]
    lines += [f"✗ {'baris' if lang == 'id' else 'row'} {each['row']}: {each['sentence']}" for each in left]
    return Answer({"decided": applied.decided, "unchanged": applied.unchanged, "not_done": left}, lines)


def _said_counts(counts: queries.Counts, lang: Lang) -> dict[str, str]:
    told = {name: number(getattr(counts, name), lang) for name in ("waiting", "unsure", "same", "different")}
    return {**told, "money": rupiah(counts.money, lang)}


def _headline(item: Item, lang: Lang) -> str:
    parts = [f"#{item.pair.pk}", item.likely.said(lang)]
    if item.money:
        parts.append(rupiah(item.money, lang))
    if item.answer != "open":
        parts.append(actions.SAID[item.answer].said(lang))
    return " · ".join(parts)


def _short(item: Item, lang: Lang) -> list[str]:
    rows = [
        [f"  {mask(side.nik)}", side.name, day(side.birth_date, lang), side.village or "–", side.told.said(lang)] for side in (item.left, item.right)
    ]
    said = [f"{'+' if part.speaks == 'for' else '−'} {part.words.said(lang)}" for part in item.said]
    return [*table([[""] * 5, *rows])[2:], f"  {'; '.join(said)}"]


_BESIDE = {
    "nik": Words("NIK", "NIK"),
    "name": Words("Nama", "Name"),
    "birth_date": Words("Tanggal lahir", "Birth date"),
    "sex": Words("L/P", "Sex"),
    "birth_place": Words("Tempat lahir", "Birth place"),
    "mother": Words("Nama ibu", "Mother"),
    "village": Words("Desa", "Village"),
    "address": Words("Alamat", "Address"),
    "phone": Words("Nomor HP", "Phone"),
    "told": Words("Tercatat di", "Stands in"),
}


def _beside(item: Item, lang: Lang) -> list[str]:
    rows = [["", *(Words(f"orang {at}", f"person {at}").said(lang) for at in (1, 2))]]
    if item.pair.kind:
        rows[0][2] = Words("daftar acuan", "register").said(lang)
    return table(rows + [[words.said(lang), *(_value(side, name, lang) for side in (item.left, item.right))] for name, words in _BESIDE.items()])


def _value(side: Side, name: str, lang: Lang) -> str:
    value: Any = getattr(side, name)
    if isinstance(value, Words):
        return value.said(lang)
    return day(value, lang) if name == "birth_date" else value or "–"


def _data(item: Item, lang: Lang, *, masked: bool) -> dict[str, Any]:
    sides = [
        {
            **{name: getattr(side, name) for name in _BESIDE if name not in ("nik", "told")},
            "nik": mask(side.nik) if masked else side.nik,
            "from": side.told.said(lang),
        }
        for side in (item.left, item.right)
    ]
    return {
        "number": item.pair.pk,
        "register": item.pair.kind or None,
        "probability": item.pair.probability,
        "likely": item.likely.said(lang),
        "answer": item.answer,
        "money": item.money,
        "others": item.others,
        "sides": sides,
        "said": [{"speaks": part.speaks, "sentence": part.words.said(lang)} for part in item.said],
    }


def _list_changes(done: actions.Done, lang: Lang, told: Words) -> list[str]:
    return [told.said(lang, nik=mask(change.spell.person.nik), fund=change.spell.fund.name, month=change.month.said(lang)) for change in done.changes]


def _done_data(done: actions.Done) -> dict[str, Any]:
    return {
        "pair": done.decision.pair_id,
        "answer": done.decision.answer,
        "kept": done.decision.kept.nik if done.decision.kept else None,
        "lists": [{"fund": change.spell.fund.name, "nik": mask(change.spell.person.nik), "month": str(change.month)} for change in done.changes],
        "not_back": [{"fund": change.spell.fund.name, "code": fate} for change, fate in done.left],
    }


def _twice(twice: list[queries.PaidTwice], lang: Lang) -> str:
    told = Words(
        "Sudah ditagih padahal tidak seharusnya: {n} bulan, {money} ({months}). Tagihan yang sudah dibuat tidak berubah.",
        "Billed though it should not have been: {n} months, {money} ({months}). Bills that are made do not change.",
    )
    months = ", ".join(dict.fromkeys(str(each.month) for each in twice))
    return told.said(lang, n=len({each.month for each in twice}), money=rupiah(sum(each.rupiah for each in twice), lang), months=months)


def add_to(app: typer.Typer) -> None:
    app.add_typer(reviews, name="review")
