"""A sentence in Indonesian and English, and the numbers, dates and money in it as an Indonesian office writes them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Lang = Literal["id", "en"]
LANGS: tuple[Lang, Lang] = ("id", "en")

MONTHS: dict[Lang, tuple[str, ...]] = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}


@dataclass(frozen=True)
class Words:
    """One sentence in both languages; `{name}` marks what `said` fills in."""

    id: str
    en: str

    def said(self, lang: Lang = "id", **values: Any) -> str:
        text = self.id if lang == "id" else self.en
        return text.format(**values) if values else text

    def filled(self, **values: Any) -> "Words":
        """The same sentence with its blanks filled in both languages."""
        return Words(self.id.format(**values), self.en.format(**values))

    def counting(self, **counts: int) -> "Words":
        """The same with whole numbers, as each language writes them."""
        indonesian, english = ({name: number(count, lang) for name, count in counts.items()} for lang in LANGS)
        return Words(self.id.format(**indonesian), self.en.format(**english))


def number(value: int, lang: Lang = "id") -> str:
    """5168 -> "5.168" (Indonesian) or "5,168" (English)."""
    text = f"{value:,}"
    return text.replace(",", ".") if lang == "id" else text


def rupiah(value: int, lang: Lang = "id") -> str:
    """Whole rupiah: 16800 -> "Rp16.800"."""
    return f"-Rp{number(-value, lang)}" if value < 0 else f"Rp{number(value, lang)}"


def rupiah_short(value: int, lang: Lang = "id") -> str:
    """As people say whole millions: 10000000 -> "Rp10 juta"; anything else in full."""
    millions, rest = divmod(value, 1_000_000)
    if rest or not 1 <= millions < 1_000:
        return rupiah(value, lang)
    return f"Rp{millions} {'juta' if lang == 'id' else 'million'}"


def tenths_and_hundredths(hundred_times: int, lang: Lang = "id") -> str:
    """238 -> "2,38"; a whole number without its zeros."""
    whole, rest = divmod(hundred_times, 100)
    return number(whole, lang) if not rest else f"{number(whole, lang)}{',' if lang == 'id' else '.'}{rest:02d}"


def day(value: date | None, lang: Lang = "id") -> str:
    """ "13 Juni 2021"; an en dash where there is no date."""
    return "–" if value is None else f"{value.day} {MONTHS[lang][value.month - 1]} {value.year}"


def age(days: int) -> Words:
    """How long ago, as people say it: 12 -> "12 hari", 130 -> "4 bulan", 800 -> "2 tahun"; never less than 0 days."""
    days = max(0, days)
    if days <= 31:
        return _counted(days, "hari", "day")
    if days < 2 * 365:
        return _counted(days * 12 // 365, "bulan", "month")
    return _counted(days // 365, "tahun", "year")


def _counted(count: int, indonesian: str, english: str) -> Words:
    return Words(f"{count} {indonesian}", f"{count} {english}{'' if count == 1 else 's'}")


def hundredths(part: int, whole: int) -> int:
    """100 × 100 × part / whole, rounded half up, in whole numbers: 39,695 of 161,206 -> 2462 (24.62 %)."""
    if part < 0 or whole <= 0:
        raise ValueError("a share needs a part of at least 0 and a whole above 0")
    return (part * 10_000 * 2 + whole) // (2 * whole)


def percent(part: int | None, whole: int | None, lang: Lang = "id") -> str:
    """ "24,62 %"; an en dash where a part is missing or there is no whole to divide by."""
    if part is None or not whole:
        return "–"
    whole_part, rest = divmod(hundredths(part, whole), 100)
    return f"{number(whole_part, lang)}{',' if lang == 'id' else '.'}{rest:02d} %"


def share(part_of_one: float | None, lang: Lang = "id") -> str:
    """0.2462 -> "24,62 %"; an en dash where there is none."""
    return "–" if part_of_one is None else percent(round(part_of_one * 10_000), 10_000, lang)
