"""What is typed on the pages of money. Labels and complaints stand in both languages."""

from typing import Any

from django import forms

from payung.planning.models import Fund
from payung.planning.rank import Criteria
from payung.planning.sources import all_sources
from payung.roster.changes import REASONS_IN, REASONS_OUT
from payung.values.errors import InputError
from payung.values.money import read_rupiah
from payung.values.words import Words
from payung.web.language import lang, later

SOURCES: dict[str, Words] = {code: source.title for code, source in all_sources().items()}
MOST_MONTHS = 60


def both(indonesian: str, english: str) -> Any:
    """A text that is written in the language of the page when it is shown."""
    return later(Words(indonesian, english))


_NUMBER = both("Isi dengan angka.", "Write a number.")
NEEDED = both("Isian ini perlu diisi.", "This field is needed.")
_LOW = both("Angka ini terlalu kecil: paling sedikit %(limit_value)s.", "This number is too small: at least %(limit_value)s.")
_HIGH = both("Angka ini terlalu besar: paling banyak %(limit_value)s.", "This number is too large: at most %(limit_value)s.")
_CHOICE = both("Pilih salah satu dari daftar.", "Choose one of the list.")
_DAY = both("Tulis tanggalnya, misalnya 2026-04-20.", "Write the day, such as 2026-04-20.")


def whole(label: Any, *, least: int = 0, most: int = 999_999_999, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        help_text=help_text,
        error_messages={"invalid": _NUMBER, "required": NEEDED, "min_value": _LOW, "max_value": _HIGH},
    )


def choice(label: Any, choices: Any = (), **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, error_messages={"required": NEEDED, "invalid_choice": _CHOICE}, **more)


def text(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        error_messages={"required": NEEDED, "max_length": both("Paling panjang %(limit_value)s huruf.", "At most %(limit_value)s characters.")},
        **more,
    )


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], error_messages={"required": NEEDED, "invalid": _DAY}, **more
    )


class RupiahField(forms.CharField):
    """ "604.800.000", "Rp604.800.000", "604,8 juta" -> whole rupiah."""

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return read_rupiah(typed)
        except InputError as error:
            raise forms.ValidationError(error.words.said(lang())) from error


class CriteriaForm(forms.Form):
    """Who may join and who comes first; names are those of the address, so that a ranking can be tried and sent on as a link."""

    umur_dari = whole(both("Umur paling muda", "Youngest age"), most=150)
    umur_sampai = whole(both("Di bawah umur", "Below the age of"), least=1, most=150)
    desil = whole(both("Desil paling tinggi", "Highest decile"), least=1, most=10, required=False, help_text=both("Kosong: semua.", "Empty: all."))
    kuota = whole(
        both("Kuota per desa", "Quota per village"), least=1, most=1_000_000, required=False, help_text=both("Kosong: tanpa kuota.", "Empty: none.")
    )
    tahun_lalu = forms.BooleanField(label=both("Peserta tahun lalu didahulukan", "Last year's people first"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("umur_dari") is not None and given.get("umur_sampai") is not None and given["umur_dari"] >= given["umur_sampai"]:
            self.add_error("umur_sampai", str(both("Harus lebih besar dari umur paling muda.", "Must be above the youngest age.")))
        return given

    def criteria(self, fund: Fund) -> Criteria:
        """After `is_valid`."""
        given = self.cleaned_data
        start = fund.first_month.first_day
        trade = (fund.trade, fund.trade_rule)
        return Criteria(start, given["umur_dari"], given["umur_sampai"], given["tahun_lalu"], given["desil"], given["kuota"], *trade)


def criteria_initial(fund: Fund) -> dict[str, Any]:
    """The fund's own criteria as the fields of `CriteriaForm`."""
    return {
        "umur_dari": fund.youngest,
        "umur_sampai": fund.oldest,
        "desil": fund.highest_decile,
        "kuota": fund.quota_per_village,
        "tahun_lalu": fund.last_year_first,
    }


class LockForm(forms.Form):
    """The number of the SK, its day, how many people were seen to be in, and, where an SK is signed, why it is amended."""

    nomor = text(
        both("Nomor SK", "Number of the SK"),
        100,
        required=False,
        help_text=both("Kosong: nomor berikutnya menurut pola di kop surat.", "Empty: the next number by the pattern of the letterhead."),
    )
    tanggal = day_field(both("Tanggal SK", "Date of the SK"))
    orang = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    alasan = text(
        both("Alasan perubahan", "Reason for the change"),
        300,
        required=False,
        help_text=both("Tercetak di SK perubahan.", "Printed on the amendment."),
    )


class ChangeForm(forms.Form):
    """One person who comes in or leaves."""

    arah = choice(both("Apa yang terjadi", "What happened"))
    nik = text(both("NIK", "NIK"), 40, required=False)
    anggota = forms.IntegerField(widget=forms.HiddenInput, required=False)
    alasan = choice(both("Alasan", "Reason"))
    tanggal = day_field(both("Tanggal kejadian", "Day it happened"), required=False)
    catatan = text(both("Catatan", "Note"), 300, required=False)

    def __init__(self, *args: Any, reasons: dict[str, Words], **more: Any) -> None:
        super().__init__(*args, **more)
        directions = {"out": Words("Keluar dari daftar", "Leaves the list"), "in": Words("Masuk dari cadangan", "Comes in from the waiting list")}
        self.fields["arah"].choices = [(key, words.said(lang())) for key, words in directions.items()]  # type: ignore[attr-defined]
        self.fields["alasan"].choices = [  # type: ignore[attr-defined]
            (directions["out"].said(lang()), [(key, reasons[key].said(lang())) for key in REASONS_OUT]),
            (directions["in"].said(lang()), [(key, reasons[key].said(lang())) for key in REASONS_IN]),
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("nik") and not given.get("anggota"):
            self.add_error("nik", str(both("Isi NIK orangnya.", "Give the NIK of the person.")))
        fitting = REASONS_OUT if given.get("arah") == "out" else REASONS_IN
        if given.get("alasan") and given["alasan"] not in fitting:
            self.add_error("alasan", str(both("Alasan ini tidak cocok dengan arahnya.", "This reason does not fit the direction.")))
        return given
