"""How a result of the law is shown to people: line by line, each step with its article, and how sure the figures are."""

from collections.abc import Mapping
from typing import Any

from payung.law.figure import Value, figure
from payung.law.read_figures import Mark
from payung.values.words import Lang, Words, day, number, rupiah

Result = Mapping[str, Any]

MARKS = {
    Mark.SOURCE: Words("dibaca dalam peraturannya", "read in the regulation"),
    Mark.SECONDARY: Words("belum diverifikasi (dari laporan)", "not verified (from a report)"),
    Mark.COMPUTED: Words("dihitung dari angka lain", "computed from other figures"),
    Mark.MEMORY: Words("belum diverifikasi (dari ingatan)", "not verified (from memory)"),
}
LINES = {
    "JKK": Words("JKK, kecelakaan kerja", "JKK, work accident"),
    "JKM": Words("JKM, kematian", "JKM, death"),
    "JKK_JKM": Words("Paket JKK dan JKM", "Package of JKK and JKM"),
    "JHT_EMPLOYER": Words("JHT dari pemberi kerja", "JHT of the employer"),
    "JHT_WORKER": Words("JHT dari pekerja", "JHT of the worker"),
    "JP_EMPLOYER": Words("JP dari pemberi kerja", "JP of the employer"),
    "JP_WORKER": Words("JP dari pekerja", "JP of the worker"),
    "JKP_GOVERNMENT": Words("JKP dari pemerintah pusat", "JKP of the central government"),
    "DEATH": Words("Santunan kematian", "Death benefit"),
    "PERIODIC": Words("Santunan berkala", "Periodic benefit"),
    "FUNERAL": Words("Biaya pemakaman", "Funeral"),
    "TRANSPORT": Words("Pengangkutan", "Transport"),
    "TEMPORARY": Words("Sementara tidak mampu bekerja", "Temporary incapacity"),
    "PARTIAL": Words("Cacat sebagian", "Partial disability"),
    "TOTAL": Words("Cacat total tetap", "Total permanent disability"),
    "HOME_CARE": Words("Perawatan di rumah", "Home care"),
    "PROSTHESIS": Words("Alat bantu atau pengganti", "Orthosis or prosthesis"),
    "DENTURES": Words("Gigi tiruan", "Dentures"),
    "HEARING_AID": Words("Alat bantu dengar", "Hearing aid"),
    "GLASSES": Words("Kacamata", "Glasses"),
    "JHT": Words("JHT", "JHT"),
    "JKP": Words("JKP", "JKP"),
    "MONTHLY": Words("Sebulan", "A month"),
    "ONCE": Words("Sekaligus", "At once"),
}
PAYERS = {
    "BPJS": Words("BPJS Ketenagakerjaan yang membayar.", "BPJS Ketenagakerjaan pays."),
    "EMPLOYER": Words("Pemberi kerja yang membayar dulu.", "The employer pays first."),
}


def explained(result: Result, lang: Lang) -> list[str]:
    """Sum, lines, steps with their articles, and what is not verified; what only one rule has is added by its command."""
    return [*amounts(result, lang), "", *steps(result, lang), "", *sureness(result, lang)]


def amounts(result: Result, lang: Lang) -> list[str]:
    """The sum first, then what it is made of, then when and by whom it is paid."""
    if "lines" not in result:
        return []
    names = {key: LINES[key].said(lang) if key in LINES else key for key in result["lines"]}
    wide = max((len(name) for name in names.values()), default=0)
    told = [Words("Jumlah: {sum}", "Sum: {sum}").said(lang, sum=rupiah(result["total"], lang))] if "total" in result else []
    told += [f"  {names[key].ljust(wide)}  {rupiah(due, lang):>14}" for key, due in result["lines"].items()]
    if result.get("late_fee"):
        told.append(Words("Denda, di luar jumlah itu: {fee}", "Late fee, on top: {fee}").said(lang, fee=rupiah(result["late_fee"], lang)))
    if result.get("payable_after_settlement"):
        told.append(
            Words("Dibayar sekarang {now}; setelah tunggakan lunas {rest}.", "Payable now {now}; after settlement {rest}.").said(
                lang, now=rupiah(result["payable_now"], lang), rest=rupiah(result["payable_after_settlement"], lang)
            )
        )
    if result.get("payer"):
        told.append(PAYERS[result["payer"]].said(lang))
    return told


def steps(result: Result, lang: Lang) -> list[str]:
    """Each step with its article, numbered."""
    head = Words("Cara hitung:", "How it came about:").said(lang)
    return [head, *(f"  {at}. {each[lang]}{cited(each)}" for at, each in enumerate(result["steps"], 1))]


def cited(step: Mapping[str, Any]) -> str:
    """ " [PP 44/2015 Pasal 18]"; nothing for a step without a figure."""
    return f" [{step['source']}]" if step["source"] else ""


def sureness(result: Result, lang: Lang) -> list[str]:
    """The mark in words, and which figures or choices of ours are behind it."""
    head = Words("Kepastian: {mark}.", "Sureness: {mark}.").said(lang, mark=MARKS[Mark(result["mark"])].said(lang))
    return [head, *(f"  – {doubt.said(lang)}" for doubt in doubts(result))]


def doubts(result: Result) -> list[Words]:
    """Every figure that was not read in the regulation, and every step in which a choice of ours stands for unread words."""
    found: dict[str, Words] = {}
    for step in result["steps"]:
        used = [value for key in step["figures"] for value in _used(key, step["source"])]
        for value in used:
            if value.mark != Mark.SOURCE:
                mark = MARKS[value.mark]
                found[value.key] = Words(
                    f"{value.title.id} ({value.key}; {value.cited}): {mark.id}", f"{value.title.en} ({value.key}; {value.cited}): {mark.en}"
                )
        if step["mark"] == Mark.MEMORY and all(value.mark != Mark.MEMORY for value in used):
            found[step["id"]] = Words(f"Tafsiran kami, bunyi aturannya belum dibaca: {step['id']}", f"Our reading of unread words: {step['en']}")
    return list(found.values())


def _used(key: str, source: str) -> list[Value]:
    """The value of a figure that a step rests on is known by the article that the step cites."""
    return [value for value in figure(key).values if value.cited in source][-1:]


def said_value(value: Value, lang: Lang) -> str:
    """A value in one line: "Rp6.800"; "1: 0,24 %; 2: 0,54 %"; the number of rows of a table."""
    if isinstance(value.value, int):
        return value.said(lang) if value.number >= 0 else f"-{value.said(lang, -value.number)}"
    if isinstance(value.value, list):
        return Words("tabel {rows} baris", "table of {rows} rows").said(lang, rows=number(len(value.value), lang))
    return "; ".join(f"{key}: {cell(value, key, part, lang)}" for key, part in value.value.items())


def cell(value: Value, key: str, part: int, lang: Lang) -> str:
    """One number of a table as its column has it."""
    if key in _RUPIAH:
        return rupiah(part, lang)
    return value.said(lang, part) if value.unit.per and key not in _COUNTS else number(part, lang)


def held(value: Value, lang: Lang) -> str:
    """ "sejak 1 Maret 2026 sampai 28 Februari 2027"."""
    since = Words("sejak {first}", "since {first}").said(lang, first=day(value.from_, lang))
    if value.until is None:
        return since
    return since + Words(" sampai {last}", " until {last}").said(lang, last=day(value.until, lang))


_RUPIAH = {"income_from", "base", "above", "price", "a_year", "LAND", "SEA", "AIR"}
_COUNTS = {"from_month", "months", "years", "day", "months_after"}
