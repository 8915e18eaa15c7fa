"""What is asked when somebody is invited, given a role, or chooses a password."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from payung.accounts.models import Role, User
from payung.places.models import Office, Place
from payung.values.words import Words
from payung.web.language import lang

_MISSING = Words("Isi bagian ini.", "Fill this in.")


def _wrong(words: Words) -> ValidationError:
    return ValidationError(words.said(lang()))


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _MISSING.said(lang())


class RoleForm(_Form):
    """A role and where: `where` is "p:74.05" for a place, "o:12" for an office; `target` is one or the other, of those that may be chosen."""

    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role])
    where = forms.CharField()
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["where"].error_messages["required"] = Words(
            "Cari wilayah atau kantornya, lalu pilih satu.", "Search for the place or office, then choose one."
        ).said(lang())
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = Words("Tulis tanggalnya seperti 2026-04-20.", "Write the date like 2026-04-20.").said(
                lang()
            )

    def clean_where(self) -> dict[str, Place | Office]:
        kind, _, key = self.cleaned_data["where"].partition(":")
        found: Place | Office | None = None
        if kind == "p":
            found = Place.objects.filter(code=key).first()
        elif kind == "o" and key.isdecimal() and len(key) < 19:
            found = Office.objects.select_related("place").filter(pk=int(key)).first()
        if found is None:
            raise _wrong(Words("Wilayah atau kantor ini tidak ada. Cari lagi.", "There is no such place or office. Search again."))
        return {"office" if isinstance(found, Office) else "place": found}

    def terms(self) -> dict[str, Any]:
        """What `assign_role` takes."""
        data = self.cleaned_data
        return {"role": Role(data["role"]), "since": data["since"] or self.on, "until": data["until"], **data["where"]}


class InviteForm(RoleForm):
    display_name = forms.CharField(max_length=120)
    username = forms.CharField(max_length=150)
    email = forms.EmailField(required=False, max_length=254)

    def clean_username(self) -> str:
        name = self.cleaned_data["username"].strip().lower()
        try:
            UnicodeUsernameValidator()(name)
        except ValidationError as error:
            raise _wrong(
                Words(
                    "Pakai huruf, angka, titik, garis bawah, atau tanda hubung, tanpa spasi.",
                    "Use letters, digits, dots, underscores or hyphens, no spaces.",
                )
            ) from error
        return str(name)


class PasswordForm(_Form):
    """Of whoever was invited."""

    password1 = forms.CharField(strip=False, max_length=1024)
    password2 = forms.CharField(strip=False, max_length=1024)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (first := data.get("password1")) and (second := data.get("password2")):
            if first != second:
                self.add_error(
                    "password2", _wrong(Words("Tidak sama dengan yang pertama. Tulis sekali lagi.", "Not the same as the first. Write it again."))
                )
            else:
                try:
                    validate_password(first, self.user)
                except ValidationError as error:
                    self.add_error("password1", error)
        return data
