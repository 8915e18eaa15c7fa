"""One's own account: following an invitation, setting up the second step, seeing what one may do."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from payung.accounts.actions import hash_of, use_invitation
from payung.accounts.models import ROLE_WORDS, Role, User
from payung.accounts.queries import invitation_of
from payung.audit.actions import acting
from payung.values.errors import RefusedError
from payung.web.account.forms import PasswordForm
from payung.web.page import public, signed_in
from payung.web.scope import scope_of


@public
def closed(request: HttpRequest, *_: Any) -> HttpResponse:
    """Nobody registers, and nothing is sent by mail."""
    raise Http404


@public
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation: choose a password, then go on to the second step."""
    found = invitation_of(hash_of(token), timezone.now())
    if found is None:
        return render(request, "account/invitation_over.html", status=404)
    form = PasswordForm(request.POST or None, user=found.user)
    if request.method == "POST" and form.is_valid():
        try:
            with acting("invitation.use", by=found.user):
                user = use_invitation(token=token, password=form.cleaned_data["password1"], now=timezone.now())
        except RefusedError:
            return render(request, "account/invitation_over.html", status=404)
        response: HttpResponse = perform_password_login(request, {"username": user.username}, Login(user=user))
        return response
    return render(request, "account/accept.html", {"form": form, "invited": found.user})


@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why there is a second step, and the two ways of setting one up."""
    if Authenticator.objects.filter(user_id=request.user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        return redirect("mfa_index")
    return render(request, "account/second_factor.html", {"by_number": request.get_host().partition(":")[0].replace(".", "").isdecimal()})


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Name, roles and where they hold, and the ways to password, second step and devices."""
    assert isinstance(request.user, User)
    held = request.user.assignments.valid(scope_of(request).on).select_related("place", "office").order_by("since", "pk")
    return render(request, "account/own.html", {"held": [(ROLE_WORDS[Role(one.role)], one) for one in held]})
