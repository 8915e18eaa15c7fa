"""What is typed to compare scenarios of a fund: each with its own money, months and criteria, and rates that are the same for all."""

from typing import Any

from django import forms

from payung.planning.compare import Rates
from payung.planning.models import Fund
from payung.planning.options import Asked
from payung.web.money.forms import CriteriaForm, RupiahField, both, criteria_initial, text, whole

_MOST_MONTHS = 60
_A_YEAR = both("Di antara 1.000 orang dalam setahun, misalnya 4,5.", "Among 1,000 people in a year, such as 4.5.")


class ScenarioForm(CriteriaForm):
    """One of them, by a prefix; without people as many as the money pays for."""

    bulan = whole(both("Bulan", "Months"), least=1, most=_MOST_MONTHS)
    orang = whole(
        both("Paling banyak orang", "People at most"),
        least=1,
        most=10_000_000,
        required=False,
        help_text=both("Kosong: menurut uangnya.", "Empty: by the money."),
    )
    jumlah = RupiahField(label=both("Jumlah uang", "Amount"))
    field_order = ["bulan", "orang", "jumlah", "umur_dari", "umur_sampai", "desil", "kuota", "tahun_lalu"]

    def asked(self, key: str, fund: Fund) -> Asked:
        """After `is_valid`."""
        given = self.cleaned_data
        return Asked(key, self.criteria(fund), given["jumlah"], given["bulan"], given["orang"])


def scenario_initial(fund: Fund, months: int, people: int | None) -> dict[str, Any]:
    """The fund as it is, for other months and people."""
    return {**criteria_initial(fund), "bulan": months, "orang": people, "jumlah": fund.amount}


class ThousandthsField(forms.CharField):
    """ "4,5" or "4.5" of 1,000 -> 450 of 100,000."""

    def to_python(self, value: Any) -> Any:
        typed = (super().to_python(value) or "").replace(",", ".").strip()
        if not typed:
            return None
        whole_part, _, rest = typed.partition(".")
        if not whole_part.isdecimal() or (rest and not rest.isdecimal()) or len(whole_part) > 3 or len(rest) > 2:
            raise forms.ValidationError(
                str(
                    both(
                        "Tulis angka seperti 4,5; paling banyak dua angka di belakang koma.", "Write a number such as 4.5, with two decimals at most."
                    )
                )
            )
        return int(whole_part) * 100 + int(rest.ljust(2, "0") or 0)


class RatesForm(forms.Form):
    """How many die or have an accident: ours to multiply, never to invent."""

    kematian = ThousandthsField(label=both("Kematian", "Deaths"), required=False, help_text=_A_YEAR)
    kecelakaan = ThousandthsField(label=both("Kecelakaan kerja", "Work accidents"), required=False, help_text=_A_YEAR)
    biaya = RupiahField(
        label=both("Biaya satu kecelakaan", "Cost of one accident"),
        required=False,
        help_text=both("Rata-rata, misalnya dari klaim JKK tahun lalu.", "On average, such as from last year's JKK claims."),
    )
    sumber = text(
        both("Dari mana angka ini", "Where these figures are from"),
        200,
        required=False,
        help_text=both("Misalnya: klaim BPJS cabang 2025 dibagi peserta.", "Such as: claims of the BPJS branch in 2025 by members."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if any(given.get(name) is not None for name in ("kematian", "kecelakaan", "biaya")) and not given.get("sumber"):
            self.add_error(
                "sumber",
                str(
                    both(
                        "Tulis dari mana angkanya, supaya orang lain dapat memeriksanya.",
                        "Say where the figures are from, so that others can check them.",
                    )
                ),
            )
        return given

    def rates(self) -> Rates:
        """None of them where something is wrong."""
        if not self.is_bound or not self.is_valid():
            return Rates()
        given = self.cleaned_data
        return Rates(given["kematian"], given["kecelakaan"], given["biaya"], given["sumber"])
