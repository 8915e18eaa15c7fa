"""What is typed of a regulation or agreement."""

from typing import Any

from django import forms

from payung.compliance.models import Instrument
from payung.compliance.regulation_actions import Terms
from payung.compliance.regulations import KIND_WORDS
from payung.web.language import later
from payung.web.money.forms import both, choice, day_field, text, whole


class InstrumentForm(forms.Form):
    """`places`: where it may be entered, or None where the code is typed; without `new` place, kind, number and year are not asked."""

    wilayah = choice(both("Daerah", "Region"))
    jenis = choice(both("Jenis", "Kind"), [("", "–"), *((key, later(words)) for key, words in KIND_WORDS.items())])
    nomor = text(both("Nomor", "Number"), 100, help_text=both("Seperti tertulis, misalnya 24 atau 400.3/7/SK/2026.", "As written, such as 24."))
    tahun = whole(both("Tahun", "Year"), least=1945, most=2200)
    tentang = text(both("Tentang (judul)", "About (title)"), 300)
    dikutip = text(
        both("Dikutip di mana", "Where it is cited"),
        300,
        required=False,
        help_text=both("Kosong: dari naskahnya sendiri.", "Empty: from the paper itself."),
    )
    tanda_tangan = day_field(both("Ditandatangani", "Signed"), required=False)
    mulai = day_field(both("Mulai berlaku", "In force from"), required=False)
    berakhir = day_field(both("Hari terakhir berlaku", "Last day in force"), required=False)
    lingkup = text(both("Ruang lingkup", "Scope"), 600, required=False, widget=forms.Textarea(attrs={"lang": "id", "rows": 2}))
    pihak = text(
        both("Para pihak (perjanjian)", "Parties (agreement)"),
        600,
        required=False,
        widget=forms.Textarea(attrs={"lang": "id", "rows": 3}),
        help_text=both("Satu baris satu pihak.", "One on each line."),
    )
    nomor_kedua = text(both("Nomor pihak kedua", "Number of the second party"), 100, required=False)
    batas = whole(both("Paling banyak orang", "People at most"), least=1, required=False)
    narahubung = text(both("Narahubung", "Contact"), 200, required=False)
    naskah = forms.FileField(
        label=both("Naskah (PDF atau foto, sampai 20 MB)", "The paper (PDF or picture, up to 20 MB)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
    )

    def __init__(self, data: Any = None, *, places: list[tuple[str, str]] | None = None, new: bool = True, **more: Any) -> None:
        super().__init__(data, **more)
        if not new:
            for name in ("wilayah", "jenis", "nomor", "tahun", "dikutip", "naskah"):
                del self.fields[name]
        elif places is None:
            help_text = both("Kode, misalnya 74.05; kosong untuk peraturan pusat.", "A code, such as 74.05; empty for the nation's.")
            self.fields["wilayah"] = text(both("Kode daerah", "Code of the region"), 5, required=False, help_text=help_text)
        else:
            self.fields["wilayah"].choices = places  # type: ignore[attr-defined]

    def terms(self, known: Instrument | None = None) -> Terms:
        """After `is_valid`; number and year of a known one stay."""
        given = self.cleaned_data
        return Terms(
            title=given["tentang"],
            number=known.number if known else given["nomor"],
            year=known.year if known else given["tahun"],
            second_number=given["nomor_kedua"],
            signed_on=given["tanda_tangan"],
            starts_on=given["mulai"],
            ends_on=given["berakhir"],
            scope=given["lingkup"],
            parties=given["pihak"],
            ceiling=given["batas"],
            contact=given["narahubung"],
        )


def filled(one: Instrument) -> dict[str, Any]:
    """The form's values of a known one."""
    return {
        "tentang": one.title,
        "tanda_tangan": one.signed_on,
        "mulai": one.starts_on,
        "berakhir": one.ends_on,
        "lingkup": one.scope,
        "pihak": one.parties,
        "nomor_kedua": one.second_number,
        "batas": one.ceiling,
        "narahubung": one.contact,
    }
