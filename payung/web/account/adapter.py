"""How django-allauth works here: nobody registers, tries are counted, what happens is an act, and it speaks both languages."""

import logging
import time
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from payung.accounts.actions import forget_tries, try_password
from payung.accounts.lockout import ACCOUNT, ADDRESS, Limit
from payung.accounts.models import User
from payung.audit.actions import acting
from payung.values.words import Words
from payung.web.account.middleware import SINCE
from payung.web.language import lang, later

log = logging.getLogger("payung.account")

_WRONG = Words(
    "Nama pengguna atau kata sandi tidak cocok. Periksa, lalu coba lagi.", "User name and password do not match. Check them and try again."
)
_PAUSE = Words(
    "Terlalu banyak kata sandi yang tidak cocok. Tunggu {n} menit, lalu coba lagi. Lupa? Minta tautan baru dari administrator.",
    "Too many passwords that did not match. Wait {n} minutes, then try again. Forgotten? Ask an administrator for a new link.",
)
_CODE = Words(
    "Kode tidak cocok. Tunggu kode berikutnya di aplikasi Anda, lalu tulis lagi.", "The code does not match. Wait for the next one in your app."
)
_CODES = Words(
    "Terlalu banyak kode yang tidak cocok. Tunggu 5 menit, lalu coba lagi.", "Too many codes that did not match. Wait 5 minutes, then try again."
)
_LAST = Words(
    "Langkah kedua wajib. Pasang dahulu aplikasi atau kunci lain, lalu hapus yang ini.",
    "A second step is required. Set up another app or key first, then remove this one.",
)
_CURRENT = Words("Kata sandi sekarang tidak cocok.", "The present password does not match.")


class _Spoken(dict[str, Any]):
    """Sentences by key, in the language of the page that asks."""

    def __init__(self, first: dict[Any, Any], **own: Words) -> None:
        super().__init__({str(key): value for key, value in first.items()} | {key: later(words) for key, words in own.items()})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = _Spoken(
        DefaultAccountAdapter.error_messages,
        account_inactive=Words("Akun ini tidak aktif. Hubungi administrator Anda.", "This account is switched off. Ask your administrator."),
        username_password_mismatch=_WRONG,
        email_password_mismatch=_WRONG,
        invalid_login=_WRONG,
        enter_current_password=_CURRENT,
        incorrect_password=_CURRENT,
        incorrect_code=_CODE,
        too_many_login_attempts=_CODES,
        rate_limited=_CODES,
        same_as_current=Words("Kata sandi baru sama dengan yang lama. Pilih yang lain.", "The new password is the old one. Choose another."),
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """A try is counted before the password is looked at; within a pause it is not looked at."""
        known = _user_of(credentials)
        keys = self._keys(request, known, credentials)
        numbers, pause = try_password(keys=keys, now=timezone.now())
        if pause:
            log.warning("account.locked", extra={"user": known.pk if known else 0})
            raise ValidationError(_PAUSE.filled(n=_minutes(pause)).said(lang()), code="too_many_login_attempts")
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user:
            forget_tries(numbers=numbers, keys=[keys[ACCOUNT]])
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted above, in the database and with the time that is left."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        known = _user_of(credentials)
        log.warning("account.wrong_password", extra={"user": known.pk if known else 0})

    def login(self, request: HttpRequest, user: User) -> None:
        with acting("account.sign_in", by=user):
            super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        assert isinstance(request.user, User)
        with acting("account.sign_out", by=request.user):
            super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        with acting("account.change_password", by=user):
            super().set_password(user, password)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        said = {
            "reauthenticate": Words("Pakai kata sandi", "Use the password"),
            "mfa_reauthenticate": Words("Pakai kode dari aplikasi", "Use a code from the app"),
            "mfa_reauthenticate:webauthn": Words("Pakai kunci sandi", "Use a passkey"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**one, "description": said[one["id"]].said(lang())} for one in methods]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in has just shown who they are."""
        signed_in = context.request.session.get(SINCE, 0)
        recent = time.time() - signed_in < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not recent and bool(super().is_reauthentication_required(app=app, **kwargs))

    def _keys(self, request: HttpRequest, known: User | None, credentials: dict[str, Any]) -> dict[Limit, str]:
        named = f"user {known.pk}" if known else f"name {_login(credentials).lower()}"
        told = {ACCOUNT: named, ADDRESS: f"address {self.get_client_ip(request)}"}
        return {limit: salted_hmac("payung.tried", value, algorithm="sha256").hexdigest() for limit, value in told.items()}


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = _Spoken(
        DefaultMFAAdapter.error_messages,
        incorrect_code=_CODE,
        cannot_delete_authenticator=_LAST,
        cannot_generate_recovery_codes=Words("Pasang dahulu aplikasi atau kunci sandi.", "Set up an app or a passkey first."),
    )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """While a second factor is required the last one stays."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return not settings.MFA_REQUIRED or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return Words("Kunci {n}", "Key {n}").filled(n=count + 1).said(lang())

    def _get_site_name(self) -> str:
        return "Payung"


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


def _user_of(credentials: dict[str, Any]) -> User | None:
    """Whose password is tried, by user name or e-mail, so that both count for one account."""
    named = _login(credentials)
    return User.objects.filter(Q(username__iexact=named) | Q(email__iexact=named)).order_by("pk").first() if named else None


def _minutes(end: datetime) -> int:
    return max(1, -(-int((end - timezone.now()).total_seconds()) // 60))
