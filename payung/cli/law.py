"""payung law: what is due, with every step and its article; needs no database."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.cli.answer import Answer, command
from payung.law.evaluate import RULES, evaluate
from payung.reports.explained import explained, steps, sureness
from payung.reports.law_words import LABELS, name_of
from payung.values.errors import InputError
from payung.values.words import Lang, Words, day, rupiah

laws = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Hitung menurut hukum: setiap jumlah dengan langkah dan pasalnya.")

Segment = Annotated[str, typer.Option(help="PU | NON_ASN | BPU | CONSTRUCTION | MIGRANT")]
Month = Annotated[str, typer.Option(help="Bulan iuran, misalnya 2026-01.")]
Income = Annotated[str, typer.Option(help="Penghasilan sebulan (BPU), rupiah; boleh dengan titik: 1.000.000.")]
Wage = Annotated[str, typer.Option(help="Upah sebulan, rupiah.")]
Cause = Annotated[str, typer.Option(help="WORK (akibat kerja) | OTHER (sebab lain)")]
DiedOn = Annotated[str, typer.Option(help="Tanggal meninggal, misalnya 2026-01-31.")]
MonthsPaid = Annotated[str, typer.Option(help="Masa iur dalam bulan, seluruhnya.")]
Arrears = Annotated[str, typer.Option(help="Bulan menunggak berturut-turut.")]
Since = Annotated[str, typer.Option(help="Tanggal mulai peserta, misalnya 2025-01-31.")]
Children = Annotated[
    list[str] | None, typer.Option("--child", metavar="LAHIR[:JENJANG[:KELAS]]", help="Anak, misalnya 2015-04-30:SD:3; boleh diulang.")
]
_NUMBER = re.compile(r"(?:Rp\s?)?(\d+|\d{1,3}(?:\.\d{3})+)")
_MOST_DIGITS = 30


@command(laws, "eval")
def eval_(file: Annotated[Path, typer.Argument(metavar="BERKAS.json", help="Daftar kasus: [{id, rule, given}].")], lang: Lang = "id") -> Answer:
    """Hitung semua kasus sebuah berkas JSON dan cetak hasilnya sebagai JSON."""
    try:
        cases = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            "eval.unreadable",
            Words(
                f"Berkas {file} tidak terbaca sebagai JSON. Periksa nama dan isinya.",
                f"The file {file} is not readable JSON. Check its name and content.",
            ),
        ) from error
    answers = evaluate(cases, lang)
    return Answer(answers, [json.dumps(answers, ensure_ascii=False, indent=1)])


@command(laws, "contribution")
def contribution(
    segment: Segment = "",
    month: Month = "",
    income: Income = "",
    wage: Wage = "",
    contract_value: Annotated[str, typer.Option(help="Nilai kontrak (CONSTRUCTION, bila upah tidak diketahui), rupiah.")] = "",
    contract_months: Annotated[str, typer.Option(help="Lama perjanjian kerja (MIGRANT), bulan.")] = "",
    risk_group: Annotated[str, typer.Option(help="Kelompok risiko 1–5 (PU).")] = "",
    programme: Annotated[
        list[str] | None, typer.Option("--programme", help="JKK | JKM | JHT | JP | JKP; boleh diulang (kosong: JKK dan JKM).")
    ] = None,
    payer: Annotated[str, typer.Option(help="SELF | EMPLOYER | APBN | APBD | VILLAGE | DBH | CSR | ZAKAT")] = "",
    sector: Annotated[str, typer.Option(help="transport | other")] = "",
    labour_intensive: Annotated[bool, typer.Option("--labour-intensive", help="Industri padat karya.")] = False,
    months_late: Annotated[str, typer.Option(help="Bulan terlambat.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Iuran satu bulan: tiap program, jumlahnya, dan pasalnya."""
    amounts = {"income": income, "wage": wage, "contract_value": contract_value, "contract_months": contract_months}
    counts = {"risk_group": risk_group, "months_late": months_late}
    given = {
        "segment": segment.upper(),
        "month": month,
        **_whole(**amounts, **counts),
        "programmes": [each.upper() for each in programme or []],
        "payer": payer.upper(),
        "sector": sector.lower(),
        "labour_intensive": labour_intensive,
    }
    return _answer("contribution", given, lang)


@command(laws, "death")
def death(
    cause: Cause = "",
    died_on: DiedOn = "",
    segment: Segment = "",
    income: Income = "",
    wage: Wage = "",
    member_since: Since = "",
    months_paid: MonthsPaid = "",
    months_in_arrears: Arrears = "",
    child: Children = None,
    three_months_for: Annotated[str, typer.Option(help="Syarat tiga bulan berlaku bagi: ALL | BPU (kosong: anggapan yang tercatat).")] = "",
    lang: Lang = "id",
) -> Answer:
    """Yang diterima keluarga bila peserta meninggal."""
    given = {
        "cause": cause.upper(),
        "died_on": died_on,
        "segment": segment.upper(),
        "member_since": member_since,
        **_whole(income=income, wage=wage, months_paid=months_paid, months_in_arrears=months_in_arrears),
        "children": _children(child),
        "three_months_for": three_months_for.upper(),
    }
    answer = _answer("death", given, lang)
    scholarship = answer.data["scholarship"]
    if scholarship["eligible"]:
        told = Words("Beasiswa anak paling banyak {total}, di luar jumlah itu.", "Scholarship of the children: {total} at most, on top.").said(
            lang, total=rupiah(scholarship["total_max"], lang)
        )
        answer.lines.insert(answer.lines.index(""), told)
    return answer


@command(laws, "accident")
def accident(
    segment: Segment = "",
    happened_on: Annotated[str, typer.Option(help="Tanggal kecelakaan, misalnya 2026-01-31.")] = "",
    income: Income = "",
    wage: Wage = "",
    part: Annotated[
        list[str] | None,
        typer.Option("--part", metavar="KODE[:PERSEN[:PULUHAN]]", help="Cacat menurut tabel, misalnya thumb_right:50; boleh diulang."),
    ] = None,
    total: Annotated[bool, typer.Option("--total", help="Cacat total tetap.")] = False,
    left_handed: Annotated[bool, typer.Option("--left-handed", help="Kidal.")] = False,
    days_off: Annotated[str, typer.Option(help="Hari tidak mampu bekerja.")] = "",
    transport: Annotated[
        list[str] | None, typer.Option("--transport", metavar="JENIS:BIAYA", help="LAND | SEA | AIR dan biayanya; boleh diulang.")
    ] = None,
    home_care: Annotated[str, typer.Option(help="Biaya perawatan di rumah.")] = "",
    prosthesis: Annotated[str, typer.Option(help="Harga patokan alat bantu atau pengganti.")] = "",
    dentures: Annotated[str, typer.Option(help="Biaya gigi tiruan.")] = "",
    hearing_aid: Annotated[str, typer.Option(help="Biaya alat bantu dengar.")] = "",
    glasses: Annotated[str, typer.Option(help="Biaya kacamata.")] = "",
    member_since: Since = "",
    months_in_arrears: Arrears = "",
    lang: Lang = "id",
) -> Answer:
    """Santunan uang setelah kecelakaan kerja; pengobatan tanpa batas biaya tidak dihitung di sini."""
    costs = {"home_care": home_care, "prosthesis": prosthesis, "dentures": dentures, "hearing_aid": hearing_aid, "glasses": glasses}
    given = {
        "segment": segment.upper(),
        "happened_on": happened_on,
        **_whole(income=income, wage=wage, days_off=days_off, months_in_arrears=months_in_arrears, **costs),
        "parts": [_named(text, "code", "loss_percent", "tens", whole={"loss_percent", "tens"}) for text in part or []],
        "total": total,
        "left_handed": left_handed,
        "transport": [_named(text, "mode", "cost", whole={"cost"}) for text in transport or []],
        "member_since": member_since,
    }
    return _answer("accident", given, lang)


@command(laws, "scholarship")
def scholarship(cause: Cause = "", died_on: DiedOn = "", months_paid: MonthsPaid = "", child: Children = None, lang: Lang = "id") -> Answer:
    """Beasiswa tiap anak menurut tahun ajaran."""
    given = {"cause": cause.upper(), "died_on": died_on, **_whole(months_paid=months_paid), "children": _children(child)}
    answer = _answer("scholarship", given, lang)
    lines = [Words("Jumlah paling banyak: {sum}", "Sum at most: {sum}").said(lang, sum=rupiah(answer.data["total"], lang))]
    for each in answer.data["children"]:
        lines.append(Words("Anak {no}: {sum}", "Child {no}: {sum}").said(lang, no=each["child"], sum=rupiah(each["total"], lang)))
        lines += [f"  {year['school_year']}  {year['level']:<3} {year['year']}  {rupiah(year['amount'], lang):>12}" for year in each["years"]]
    return Answer(answer.data, [*lines, *answer.lines])


@command(laws, "heirs")
def heirs(
    relative: Annotated[
        list[str] | None,
        typer.Option("--relative", metavar="HUBUNGAN[:DEAD]", help="SPOUSE | CHILD | PARENT | SIBLING | …; :DEAD bila sudah meninggal."),
    ] = None,
    will: Annotated[str, typer.Option(help="NOTARIAL | PRIVATE; kosong: tidak ada wasiat.")] = "",
    programme: Annotated[str, typer.Option(help="JKM | JKK | JHT | JP")] = "",
    died_on: DiedOn = "",
    lang: Lang = "id",
) -> Answer:
    """Ahli waris yang berhak, menurut urutan hukum."""
    relatives = [{"relation": kind, "alive": dead != "DEAD"} for kind, _, dead in (text.upper().partition(":") for text in relative or [])]
    given = {"relatives": relatives, "will": will.upper(), "programme": programme.upper(), "died_on": died_on}
    answer = _answer("heirs", given, lang, keep=("relatives",))
    who = ", ".join(name_of("relation", each["relation"], lang) for each in answer.data["heirs"]) or "–"
    head = [Words("Yang berhak: {who}.", "Entitled: {who}.").said(lang, who=who)]
    head += [f"{LABELS[key].said(lang)}: {name_of(key, answer.data[key], lang)}." for key in ("funeral_to", "rest_to") if answer.data[key]]
    return Answer(answer.data, [*head, *answer.lines])


@command(laws, "due")
def due(
    segment: Segment = "", programme: Annotated[str, typer.Option(help="JKK | JKM | JHT | JP")] = "", month: Month = "", lang: Lang = "id"
) -> Answer:
    """Hari terakhir membayar iuran satu bulan."""
    answer = _answer("due", {"segment": segment.upper(), "programme": programme.upper(), "month": month}, lang)
    paid_by = day(date.fromisoformat(answer.data["due_on"]), lang)
    return Answer(answer.data, [Words("Paling lambat dibayar {day}.", "To be paid by {day}.").said(lang, day=paid_by), *answer.lines])


def _answer(rule: str, given: dict[str, Any], lang: Lang, keep: tuple[str, ...] = ()) -> Answer:
    """What was left empty is not given; `keep` may be empty lists."""
    result = RULES[rule]({key: value for key, value in given.items() if key in keep or (value != "" and value is not False and value != [])})
    lines = explained(result, lang) if "lines" in result else ["", *steps(result, lang), "", *sureness(result, lang)]
    return Answer(result, lines)


def _whole(**texts: str) -> dict[str, int]:
    """Amounts and counts as people write them: 1000000, 1.000.000, Rp1.000.000."""
    found = {}
    for key, text in texts.items():
        match = _NUMBER.fullmatch(text.strip()) if len(text) <= _MOST_DIGITS else None
        if match:
            found[key] = int(match[1].replace(".", ""))
        elif text:
            raise InputError(
                "law.number",
                Words(
                    f"“{text[:40]}” bukan bilangan bulat. Tulis misalnya 1000000 atau 1.000.000.",
                    f"“{text[:40]}” is no whole number. Write 1000000 or 1.000.000.",
                ),
            )
    return found


def _named(text: str, *names: str, whole: set[str]) -> dict[str, Any]:
    """ "thumb_right:50" -> {"code": "thumb_right", "loss_percent": 50}; an empty part is not given."""
    parts = text.split(":")
    if len(parts) > len(names):
        wanted = ":".join(names)
        raise InputError("law.parts", Words(f"“{text[:40]}” terlalu panjang. Tulis {wanted}.", f"“{text[:40]}” is too long. Write {wanted}."))
    given = {name: part for name, part in zip(names, parts, strict=False) if part}
    return {**given, **_whole(**{name: part for name, part in given.items() if name in whole})}


def _children(texts: list[str] | None) -> list[dict[str, Any]]:
    children = [_named(text, "born_on", "level", "grade", whole={"grade"}) for text in texts or []]
    return [{**child, **({"level": child["level"].upper()} if "level" in child else {})} for child in children]
