"""Passwords that somebody who knows the person would try."""

from django.core.exceptions import ValidationError

from payung.accounts.models import User
from payung.values.words import Words
from payung.web.language import lang

_LEAST = 5  # different characters
_PLAIN = Words(
    "Terlalu mudah ditebak: hanya angka, atau huruf yang itu-itu saja. Pakai sebuah kalimat.",
    "Too easy to guess: only digits, or always the same letters. Use a sentence.",
)
_OWN = Words(
    "Jangan pakai nama Anda, nama pengguna, atau nama Payung di dalam kata sandi.",
    "Do not use your name, your user name or the name of Payung inside the password.",
)


class NotGuessable:
    """Not only digits (a birth date, a NIK), not a few characters over and over, and no name of the person or of Payung in it."""

    def validate(self, password: str, user: User | None = None) -> None:
        if password.isdecimal() or len(set(password.lower())) < _LEAST:
            raise ValidationError(_PLAIN.said(lang()), code="password_plain")
        names = f"{user.username} {user.display_name} {user.email.partition('@')[0]} payung".split() if user else ["payung"]
        if any(len(name) > 3 and name.lower() in password.lower() for name in names):
            raise ValidationError(_OWN.said(lang()), code="password_own_name")

    def get_help_text(self) -> str:
        return _OWN.said(lang())
