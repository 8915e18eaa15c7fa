"""Forms of Unggah & Periksa: opening a round, and the fields of one person as they were written."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from payung.intake.columns import FIELD_WORDS
from payung.intake.models import Row
from payung.values.words import Words
from payung.web.language import lang

# In the order of an identity card.
ASKED = ("nik", "name", "birth_place", "birth_date", "sex", "address", "village", "district", "occupation", "phone", "mother")
_HELP: dict[str, Words] = {
    "nik": Words("16 angka seperti di KTP.", "16 digits as on the identity card."),
    "name": Words("Sesuai KTP.", "As on the identity card."),
    "birth_date": Words("Tanggal-bulan-tahun, misalnya 17-08-1975.", "Day-month-year, such as 17-08-1975."),
    "occupation": Words("Pekerjaan yang dijalani sekarang.", "The work done now."),
}
_SEX: list[tuple[str, Words]] = [
    ("", Words("Pilih", "Choose")),
    ("L", Words("Laki-laki (L)", "Man (L)")),
    ("P", Words("Perempuan (P)", "Woman (P)")),
]


class RoundForm(forms.Form):
    """A name and the first day of cover."""

    name = forms.CharField(max_length=100)
    start = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = Words("Nama pendataan", "Name of the round").said(lang())
        self.fields["start"].label = Words("Perlindungan mulai", "Cover begins").said(lang())


class PersonForm(forms.Form):
    """One field for each of ASKED; `first`: those that stand open, because something is said of them."""

    def __init__(self, *args: Any, first: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = [name for name in ASKED if name in set(first)]
        for name in [*self.first, *(name for name in ASKED if name not in self.first)]:
            self.fields[name] = self._field(name)
            self.fields[name].label = FIELD_WORDS[name].said(lang())
            self.fields[name].help_text = _HELP[name].said(lang()) if name in _HELP else ""

    def _field(self, name: str) -> forms.Field:
        if name == "sex":
            written = str(self.initial.get("sex", ""))
            own = [(written, written)] if written not in ("", "L", "P") else []
            return forms.ChoiceField(required=False, choices=[*((value, words.said(lang())) for value, words in _SEX), *own])
        kind = {"nik": "numeric", "phone": "tel"}.get(name)
        attributes = {"autocomplete": "off", **({"inputmode": kind} if kind else {})}
        return forms.CharField(required=False, max_length=300, widget=forms.TextInput(attrs=attributes))

    @property
    def open_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.first]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ASKED if name not in self.first]

    def changed(self) -> dict[str, str]:
        """The fields that say something else than before."""
        return {name: self.cleaned_data[name] for name in ASKED if self.cleaned_data[name] != str(self.initial.get(name, ""))}


def written_of(row: Row) -> Mapping[str, str]:
    """The fields of a row for the form: as written, dates as people write them."""
    held = {name: str(row.as_written.get(name, "")) for name in ASKED}
    if row.birth_date:
        held["birth_date"] = f"{row.birth_date:%d-%m-%Y}"
    elif row.as_written.get("birth") and not held["birth_date"]:
        held["birth_date"] = str(row.as_written["birth"])
    held["birth_place"] = held["birth_place"] or row.birth_place
    held["sex"] = row.sex or held["sex"]
    return held
