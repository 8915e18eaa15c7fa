"""What is typed about papers: a signature, a letterhead, who signs and how papers are numbered."""

from typing import Any

from django import forms

from payung.correspondence.models import LetterKind, PaperKind
from payung.web.money.forms import both, day_field, text


class SignForm(forms.Form):
    """A scan and what stands on it."""

    nomor = text(both("Nomor pada naskah", "Number on the paper"), 100)
    tanggal = day_field(both("Tanggal tanda tangan", "Day of signing"))
    penanda_tangan = text(both("Ditandatangani oleh", "Signed by"), 120)
    berkas = forms.FileField(
        label=both("Pindaian (PDF, JPG, atau PNG, paling besar 20 MB)", "Scan (PDF, JPG or PNG, at most 20 MB)"),
        error_messages={
            "required": both("Pilih berkas pindaiannya.", "Choose the file of the scan."),
            "empty": both("Berkas ini kosong.", "This file is empty."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class LetterheadForm(forms.Form):
    """The office as its papers name it."""

    pemerintah = text(both("Nama pemerintah daerah", "Name of the government"), 120)
    kantor = text(both("Nama kantor", "Name of the office"), 150)
    alamat = text(both("Alamat", "Address"), 200)
    kontak = text(both("Telepon, surel, laman", "Telephone, e-mail, web page"), 200, required=False)
    tempat = text(both("Naskah ditandatangani di", "Papers are signed in"), 80)


class RuleForm(forms.Form):
    """Who signs one kind of paper and how it is numbered."""

    jabatan = text(both("Jabatan", "Title"), 120, required=False)
    nama = text(both("Nama", "Name"), 120, required=False)
    nip = text(both("NIP", "NIP (staff number)"), 30, required=False)
    pola = text(both("Pola nomor", "Number pattern"), 80, required=False)

    def __init__(self, kind: str, data: Any, initial: dict[str, str]) -> None:
        super().__init__(data, prefix=kind, initial=initial)
        if kind == PaperKind.MINUTES:  # signed by whoever locked the list and whoever approved it
            for name in ("jabatan", "nama", "nip"):
                del self.fields[name]


# in the order in which they are set; village heads sign by hand, on paper of their own
RULED = [
    PaperKind.DECREE,
    PaperKind.MINUTES,
    PaperKind.RESPONSIBILITY,
    PaperKind.COVER_LETTER,
    PaperKind.AGREEMENT,
    LetterKind.ARREARS,
    LetterKind.REFERRAL,
]
