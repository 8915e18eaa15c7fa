"""What is typed of a meeting that is planned."""

from typing import Any

from django import forms

from payung.compliance.follow_ups import MEETING_WORDS
from payung.compliance.meeting_actions import Plan
from payung.compliance.models import Meeting
from payung.web.language import later
from payung.web.money.forms import both, choice, day_field, text


class MeetingForm(forms.Form):
    """`places`: where it may be entered, or None where the code is typed; a known meeting keeps its place, kind and guests."""

    wilayah = choice(both("Daerah", "Region"))
    jenis = choice(both("Jenis rapat", "Kind of meeting"), [(key, later(words)) for key, words in MEETING_WORDS.items()], initial="rakor")
    judul = text(
        both("Judul", "Title"), 200, help_text=both("Misalnya: Percepatan perlindungan pekerja rentan.", "Such as: Protecting vulnerable workers.")
    )
    tanggal = day_field(both("Tanggal", "Day"))
    jam = text(both("Jam", "Time"), 40, required=False, help_text=both("Misalnya 09.00 WITA.", "Such as 09.00."))
    tempat = text(both("Tempat", "Place"), 200, required=False)
    pimpinan = text(both("Pimpinan rapat", "Chair"), 150, required=False)
    acara = text(
        both("Acara", "Agenda"),
        2000,
        required=False,
        widget=forms.Textarea(attrs={"lang": "id", "rows": 4}),
        help_text=both(
            "Satu baris satu butir. Yang lewat batas dan belum selesai dari rapat sebelumnya masuk paling atas dengan sendirinya.",
            "A point on each line. What is overdue and open from earlier meetings comes first by itself.",
        ),
    )
    undangan = text(
        both("Yang diundang", "Who is invited"),
        20_000,
        required=False,
        widget=forms.Textarea(attrs={"lang": "id", "rows": 5}),
        help_text=both("Satu baris satu kantor atau jabatan.", "An office or title on each line."),
    )

    def __init__(self, data: Any = None, *, places: list[tuple[str, str]] | None = None, new: bool = True, **more: Any) -> None:
        super().__init__(data, **more)
        if not new:
            for name in ("wilayah", "jenis", "undangan"):
                del self.fields[name]
        elif places is None:
            self.fields["wilayah"] = text(both("Kode daerah", "Code of the region"), 5, help_text=both("Misalnya 74.05.", "Such as 74.05."))
        else:
            self.fields["wilayah"].choices = places  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """After `is_valid`."""
        given = self.cleaned_data
        return Plan(given["judul"], given["tanggal"], given["jam"], given["tempat"], given["pimpinan"], given["acara"])


def filled(one: Meeting) -> dict[str, Any]:
    """The form's values of a known one."""
    return {"judul": one.title, "tanggal": one.held_on, "jam": one.time, "tempat": one.room, "pimpinan": one.chair, "acara": one.agenda}
