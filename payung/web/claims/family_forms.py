"""What is typed about a relative. Refusals of the action stand at their field."""

from typing import Any

from django import forms

from payung.claims.family import Told
from payung.claims.heirs import RELATION_WORDS
from payung.claims.models import Relative
from payung.values.errors import PayungError
from payung.values.nik import mask
from payung.web.language import lang, later
from payung.web.money.forms import both, choice, day_field, text

_FIELDS = {
    "relative.relation": "hubungan",
    "relative.name": "nama",
    "relative.nik": "nik",
    "relative.birth_date": "lahir",
    "relative.married_on": "nikah",
    "relative.works_since": "kerja",
}


class RelativeForm(forms.Form):
    """One line of the family. An empty NIK of a line that has one leaves it as it is: it is never shown in full."""

    hubungan = choice(
        both("Hubungan dengan yang meninggal", "Relation to the person who died"),
        help_text=both(
            "Anak angkat atau anak tiri: pilih “orang lain” dan tanyakan ke cabang BPJS.",
            "An adopted or step child: choose “somebody else” and ask the BPJS branch.",
        ),
    )
    nama = text(both("Nama seperti di KTP atau KK", "Name as on the identity or family card"), 200)
    nik = text(both("NIK", "NIK"), 40, required=False)
    lahir = day_field(both("Tanggal lahir", "Day of birth"), required=False)
    telepon = text(both("Telepon atau WhatsApp", "Telephone or WhatsApp"), 40, required=False)
    hidup = forms.BooleanField(label=both("Masih hidup pada hari kematian itu", "Was alive on the day of the death"), required=False, initial=True)
    nikah = day_field(both("Menikah sejak (anak)", "Married since (a child)"), required=False)
    kerja = day_field(both("Bekerja sejak (anak)", "Works since (a child)"), required=False)
    wasiat = forms.BooleanField(label=both("Disebut dalam wasiat akta notaris", "Named in a notary's will"), required=False)

    def __init__(self, *args: Any, known: Relative | None = None, **more: Any) -> None:
        if known:
            more.setdefault("initial", _initial(known))
        super().__init__(*args, **more)
        self.known = known
        self.fields["hubungan"].choices = [("", "–"), *((key, words.said(lang())) for key, words in RELATION_WORDS.items())]  # type: ignore[attr-defined]
        self.fields["nik"].widget.attrs = {"inputmode": "numeric", "autocomplete": "off"}
        self.fields["telepon"].widget.attrs = {"inputmode": "tel", "autocomplete": "off"}
        self.fields["nama"].widget.attrs["autocomplete"] = "off"
        if known and known.nik:
            self.fields["nik"].help_text = both(f"Kosong: tetap {mask(known.nik)}.", f"Empty: stays {mask(known.nik)}.")

    def told(self) -> Told:
        """After `is_valid`."""
        given = self.cleaned_data
        kept = self.known.nik if self.known and not given["nik"] else given["nik"]
        return Told(
            given["hubungan"], given["nama"], kept, given["lahir"], given["telepon"], given["hidup"], given["nikah"], given["kerja"], given["wasiat"]
        )

    def refuse(self, error: PayungError) -> None:
        """The sentence at its field, or above the form."""
        self.add_error(_FIELDS.get(error.code), str(later(error.words)))


def _initial(known: Relative) -> dict[str, Any]:
    return {
        "hubungan": known.relation,
        "nama": known.name,
        "lahir": known.birth_date,
        "telepon": known.phone,
        "hidup": known.alive,
        "nikah": known.married_on,
        "kerja": known.works_since,
        "wasiat": known.named_in_will,
    }
