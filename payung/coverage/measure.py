"""A coverage figure: a numerator and a denominator that never appear without what they count, whose figure it is and of which day.

No database. The definitions that Payung knows stand in NUMERATORS and DENOMINATORS.
"""

from dataclasses import dataclass
from datetime import date

from payung.values.month import Month
from payung.values.words import Lang, Words, day, number, percent

NUMERATORS: dict[str, Words] = {
    "listed": Words("pekerja di daftar peserta bulan {month}", "workers on a list in {month}"),
    "paid": Words(
        "pekerja di daftar peserta bulan {month} yang iuran bulan itu lunas", "workers on a list in {month} whose contribution for it is paid in full"
    ),
}

DENOMINATORS: dict[str, Words] = {
    "universe_bpjs": Words("semesta pekerja menurut BPJS Ketenagakerjaan", "universe of workers as given by BPJS Ketenagakerjaan"),
    "employed_bps": Words("penduduk bekerja menurut BPS", "employed people as counted by BPS"),
    "labour_force_bps": Words("angkatan kerja menurut BPS", "labour force as counted by BPS"),
    "villages": Words("desa, tanpa kelurahan", "villages with a government of their own (desa)"),
}

PAYUNG = Words("catatan Payung", "records of Payung")


@dataclass(frozen=True)
class Part:
    """One side of a share: `value` is None where nobody has given a figure; `definition` says what is counted."""

    value: int | None
    definition: Words
    source: Words | None = None
    as_of: date | None = None

    def said(self, lang: Lang = "id") -> str:
        """ "161.206 penduduk bekerja menurut BPS (Sakernas, per 31 Agustus 2023)"."""
        if self.value is None:
            return f"{self.definition.said(lang)}: {'belum ada angka' if lang == 'id' else 'no figure yet'}"
        told = [self.source.said(lang)] if self.source else []
        if self.as_of:
            told.append(f"{'per' if lang == 'id' else 'as of'} {day(self.as_of, lang)}")
        return f"{number(self.value, lang)} {self.definition.said(lang)}" + (f" ({', '.join(told)})" if told else "")


@dataclass(frozen=True)
class Figure:
    """A share of a place: `place` is its code ("": the nation)."""

    place: str
    place_name: str
    numerator: Part
    denominator: Part

    def percent(self, lang: Lang = "id") -> str:
        """ "24,62 %", or an en dash without a denominator."""
        return percent(self.numerator.value, self.denominator.value, lang)

    @property
    def gap(self) -> int | None:
        """What the numerator lacks to the denominator."""
        if self.numerator.value is None or self.denominator.value is None:
            return None
        return self.denominator.value - self.numerator.value

    @property
    def footnote(self) -> Words:
        """How the percentage was calculated; to be printed wherever it is."""
        return Words(
            f"{self.place_name}: {self.numerator.said()} dibagi {self.denominator.said()}.",
            f"{self.place_name}: {self.numerator.said('en')} divided by {self.denominator.said('en')}.",
        )


def share(
    part: int,
    whole: int | None,
    *,
    of: Words,
    among: Words,
    source: Words = PAYUNG,
    as_of: date | None = None,
    place: str = "",
    place_name: str = "Indonesia",
) -> Figure:
    """A share of our own counting, such as the villages that sent a list among all villages."""
    return Figure(place, place_name, Part(part, of, source, as_of), Part(whole, among, source, as_of))


def counted(value: int, numerator: str, month: Month, on: date | None = None) -> Part:
    """A numerator of NUMERATORS for a month, as it was counted on the day `on`: a list and its payments still grow after the month."""
    said = Words(NUMERATORS[numerator].id.format(month=month.said()), NUMERATORS[numerator].en.format(month=month.said("en")))
    return Part(value, said, PAYUNG, on)


def universe(value: int | None, denominator: str, source: str = "", as_of: date | None = None) -> Part:
    """A denominator of DENOMINATORS as somebody else has published it."""
    return Part(value, DENOMINATORS[denominator], Words(source, source) if source else None, as_of)
