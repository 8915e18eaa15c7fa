"""The form that imports a register: what people type is kept, and what is wrong with it stands at its field."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from payung.intake.registers import KINDS
from payung.values.words import Words
from payung.web.registers.staged import Given

_LENGTHS = {"place": 13, "kind": 30, "source": 200, "owner": 200, "legal_basis": 300, "coverage": 300, "as_of": 10}
_MOST_BYTES = 200 << 20
_NO_FILE = Words("Pilih berkasnya (xlsx, xls, ods, atau csv).", "Choose the file (xlsx, xls, ods or csv).")
_TOO_BIG = Words(
    "Berkas ini lebih dari 200 MB. Bagi menjadi beberapa bagian, atau simpan sebagai csv.", "This file is over 200 MB. Split it, or save it as csv."
)
_NO_KIND = Words("Pilih jenis daftar acuannya.", "Choose the kind of register.")
_NO_SOURCE = Words("Tulis siapa yang memberi daftar ini, misalnya Disdukcapil.", "Write who gave this register, such as Disdukcapil.")
_NO_DATE = Words("Isi tanggal keadaan daftar ini.", "Give the day of which the register speaks.")
_AHEAD = Words("Tanggal itu belum tiba. Isi tanggal saat daftar itu dibuat.", "That day is still ahead. Give the day on which the register was made.")


@dataclass
class ImportForm:
    """Every field as typed; `wrong`: field -> sentence."""

    place: str = ""
    kind: str = ""
    source: str = ""
    owner: str = ""
    legal_basis: str = ""
    coverage: str = ""
    as_of: str = ""
    file: "UploadedFile[Any] | None" = None
    wrong: dict[str, Words] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> "ImportForm":
        typed = {name: " ".join(request.POST.get(name, "").split())[:length] for name, length in _LENGTHS.items()}
        form = cls(file=request.FILES.get("file"))
        for name, text in typed.items():
            setattr(form, name, text)
        return form

    def read(self, on: date) -> Given | None:
        """What it says of the register; None where something is missing, which `wrong` then tells."""
        if self.file is None or not self.file.size:
            self.wrong["file"] = _NO_FILE
        elif self.file.size > _MOST_BYTES:
            self.wrong["file"] = _TOO_BIG
        if self.kind not in KINDS:
            self.wrong["kind"] = _NO_KIND
        if not self.source:
            self.wrong["source"] = _NO_SOURCE
        try:
            if date.fromisoformat(self.as_of) > on:
                self.wrong["as_of"] = _AHEAD
        except ValueError:
            self.wrong["as_of"] = _NO_DATE
        return None if self.wrong else Given(self.place, self.kind, self.source, self.owner, self.legal_basis, self.coverage, self.as_of)
