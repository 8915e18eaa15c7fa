"""What a form of the review asks."""

from typing import Any

from django import forms

from payung.values.words import Words
from payung.web.language import lang

OTHER = "other"
REASONS: dict[str, Words] = {
    "data": Words("Datanya sudah jelas", "The data are clear"),
    "card": Words("KTP-el atau KK sudah dilihat", "The identity or family card was seen"),
    "village": Words("Ditanyakan ke desa", "The village was asked"),
    "registry": Words("Dicek di Disdukcapil", "Checked at the civil registry"),
    "family": Words("Kembar atau saudara", "Twins or siblings"),
    "typing": Words("NIK salah ketik", "A NIK was mistyped"),
    "papers": Words("Menunggu KTP-el atau KK", "Waiting for the identity or family card"),
    OTHER: Words("Lainnya, tulis di keterangan", "Another one, written below"),
}
_LONGEST = 400  # characters; with the chosen reason before it, it fits the column
_SAY_IT = Words("Tulis alasannya di sini, satu kalimat cukup.", "Write the reason here; one sentence is enough.")


class AnswerForm(forms.Form):
    """`keep`: 1 or 2, the side whose NIK is kept where both are one person."""

    answer = forms.ChoiceField(choices=[("same", ""), ("different", ""), ("unsure", "")])
    why = forms.ChoiceField(choices=[(key, "") for key in REASONS])
    more = forms.CharField(max_length=_LONGEST, required=False)
    keep = forms.ChoiceField(choices=[("1", ""), ("2", "")], required=False)

    def clean(self) -> dict[str, Any]:
        held = super().clean() or {}
        if held.get("why") == OTHER and not held.get("more", "").strip():
            self.add_error("more", _SAY_IT.said(lang()))
        return held

    @property
    def reason(self) -> str:
        """As it goes on record, in Indonesian."""
        why, more = self.cleaned_data["why"], " ".join(self.cleaned_data["more"].split())
        if why == OTHER:
            return more
        return f"{REASONS[why].id}. {more}" if more else f"{REASONS[why].id}."
