"""What happens to an account goes on the trail and into the log: with ids, never with names or passwords."""

import logging
import time
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.web.account.middleware import FACTOR, SEEN, SINCE

log = logging.getLogger("payung.account")


def connect() -> None:
    """Once, when the screens are loaded."""
    user_logged_in.connect(_signed_in, dispatch_uid="payung.signed_in")
    password_changed.connect(_password_changed, dispatch_uid="payung.password_changed")
    authenticator_added.connect(_factor_added, dispatch_uid="payung.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="payung.factor_removed")
    authenticator_reset.connect(_factor_reset, dispatch_uid="payung.factor_reset")
    authentication_failed.connect(_wrong_code, dispatch_uid="payung.wrong_code")


def _signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    request.session[SINCE] = request.session[SEEN] = time.time()
    log.info("account.signed_in", extra={"user": user.pk})


def _password_changed(*, user: User, **_: Any) -> None:
    log.info("account.password_changed", extra={"user": user.pk})


def _factor_added(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    _note("account.factor_added", user, authenticator)


def _factor_removed(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    request.session.pop(FACTOR, None)
    _note("account.factor_removed", user, authenticator)


def _factor_reset(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    _note("account.factor_reset", user, authenticator)


def _wrong_code(*, user: User, **_: Any) -> None:
    log.warning("account.wrong_code", extra={"user": user.pk})


def _note(what: str, user: User, authenticator: Authenticator) -> None:
    with acting(what, by=user, note=str(authenticator.type)):
        pass
    log.info(what, extra={"user": user.pk})
