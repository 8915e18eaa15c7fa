"""The people who may sign in: who they are, what they may do where, and inviting them."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from payung.accounts.actions import assign_role, end_assignment, invite_user, make_invitation, set_active
from payung.accounts.choices import assignable, visible_users
from payung.accounts.models import ROLE_WORDS, Assignment, Role, User
from payung.accounts.queries import codes_of, newest_invitation
from payung.audit.actions import acting
from payung.values.errors import PayungError
from payung.values.words import Words
from payung.web.account.forms import InviteForm, RoleForm
from payung.web.account.qr import svg_of
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

_STATES = {
    "active": ("active", Words("Aktif", "Active")),
    "invited": ("waiting", Words("Belum mengikuti undangan", "Invitation not yet followed")),
    "off": ("no", Words("Tidak aktif", "Switched off")),
}
_AT = {  # where a sentence of an action belongs
    "user.known": "username",
    "user.email_known": "email",
    "role.office_missing": "where",
    "role.place_missing": "where",
    "role.held": "where",
    "right.missing": "where",
    "role.ends_before_start": "until",
}


@page("user.read")
def users(request: PageRequest) -> HttpResponse:
    scope = request.scope
    found = visible_users(visible_to=scope.user, on=scope.on)
    state, text = request.GET.get("keadaan", ""), request.GET.get("cari", "").strip()
    if state in ("active", "off"):
        found = found.filter(is_active=state == "active")
    if text:
        found = found.filter(display_name__icontains=text) | found.filter(username__icontains=text)
    columns = [
        Column("name", Words("Nama", "Name"), sort="display_name", href="address"),
        Column("username", Words("Nama pengguna", "User name"), sort="username"),
        Column("roles", Words("Peran dan wilayah", "Roles and places")),
        Column("last", Words("Terakhir masuk", "Last sign-in"), "moment", sort="last_login"),
        Column("state", Words("Keadaan", "State"), "badge"),
        Column("email", Words("Surel", "E-mail"), sort="email", extra=True),
    ]
    chips = [Chip("", Words("Semua", "All")), Chip("active", Words("Aktif", "Active")), Chip("off", Words("Tidak aktif", "Switched off"))]
    table = Table(
        request,
        Words("Pengguna", "Users"),
        columns,
        found,
        lambda one: _row(one, scope.on),
        filters=[Filter("keadaan", Words("Keadaan", "State"), chips, state)],
        sort="name",
        empty=Words(
            "Tidak ada pengguna dengan saringan ini. Undang orang yang bekerja dengan Anda.", "No such users. Invite the people you work with."
        ),
        search=Words("Cari nama", "Search by name"),
    )
    return table.xlsx() if table.wants_xlsx else render(request, "account/users.html", {"table": table})


@page("user.invite", writes="user.invite")
def invite(request: PageRequest) -> HttpResponse:
    """Asks who and for which role; then shows the link, this once."""
    scope = request.scope
    form = InviteForm(request.POST or None, on=scope.on)
    if request.method == "POST" and "search" not in request.POST and form.is_valid():
        terms, data = form.terms(), form.cleaned_data
        code = codes_of(terms["role"], terms.get("place"), terms.get("office"))[0]
        try:
            with acting("user.invite", by=scope.user):
                names = {name: data[name] for name in ("username", "display_name", "email")}
                made = invite_user(**names, place_code=code, on=scope.on, by=scope.user)
                assign_role(user=made, **terms, on=scope.on, by=scope.user)
                token = make_invitation(user=made, now=timezone.now(), on=scope.on, by=scope.user)
        except PayungError as error:
            _put(form, error)
        else:
            return _handed_over(request, made, token)
    return render(request, "account/invite.html", {**_asked(request, form), "roles": ROLE_WORDS.items()})


@require_GET
@page("user.invite")
def places(request: PageRequest) -> HttpResponse:
    """The places and offices that a typed text may mean, as choices inside the form."""
    return render(request, "account/places.html", _asked(request, RoleForm(on=request.scope.on)))


@page("user.read")
def user(request: PageRequest, user: int) -> HttpResponse:
    return _shown(request, _found(request, user), RoleForm(on=request.scope.on))


@require_POST
@page("user.read", writes="role.assign")
def assign(request: PageRequest, user: int) -> HttpResponse:
    scope, found = request.scope, _found(request, user)
    form = RoleForm(request.POST, on=scope.on)
    if "search" not in request.POST and form.is_valid():
        try:
            with acting("role.assign", by=scope.user):
                assign_role(user=found, **form.terms(), on=scope.on, by=scope.user)
        except PayungError as error:
            _put(form, error)
        else:
            say(request, Words("Peran diberikan.", "The role was given."))
            return redirect("account:user", found.pk)
    return _shown(request, found, form)


@require_POST
@page("user.read", writes="role.assign")
def end(request: PageRequest, assignment: int) -> HttpResponse:
    """Yesterday was the last day; a role from today on, which would then end before it began, ends today."""
    scope = request.scope
    held = get_object_or_404(Assignment.objects.select_related("user", "place", "office"), pk=assignment)
    found = _found(request, held.user_id)
    last = max(held.since, scope.on - timedelta(days=1))
    if held.until is None or held.until > last:
        with acting("role.end", by=scope.user):
            end_assignment(assignment=held, until=last, on=scope.on, by=scope.user)
    say(request, Words("Peran diakhiri.", "The role has ended."))
    return redirect("account:user", found.pk)


@require_POST
@page("user.read", writes="user.invite")
def invite_again(request: PageRequest, user: int) -> HttpResponse:
    """A new link; the old password, second step and links end."""
    scope, found = request.scope, _found(request, user)
    with acting("user.invite_again", by=scope.user, note=f"user {found.pk}"):
        token = make_invitation(user=found, now=timezone.now(), on=scope.on, by=scope.user)
    return _handed_over(request, found, token)


@require_POST
@page("user.read", writes="user.invite")
def activate(request: PageRequest, user: int) -> HttpResponse:
    scope, found, active = request.scope, _found(request, user), request.POST.get("active") == "1"
    with acting("user.activate" if active else "user.deactivate", by=scope.user):
        set_active(user=found, active=active, on=scope.on, by=scope.user)
    said = Words("Akun diaktifkan.", "The account is switched on.") if active else Words("Akun dinonaktifkan.", "The account is switched off.")
    say(request, said)
    return redirect("account:user", found.pk)


def _found(request: PageRequest, key: int) -> User:
    scope = request.scope
    found = visible_users(visible_to=scope.user, on=scope.on).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _shown(request: PageRequest, found: User, form: RoleForm) -> HttpResponse:
    on = request.scope.on
    held = [(ROLE_WORDS[Role(one.role)], one, one.until is None or one.until >= on) for one in found.held]  # type: ignore[attr-defined]
    told = {
        "person": found,
        "held": held,
        "state": _STATES[_state(found)],
        "invitation": newest_invitation(found),
        "own": found == request.user,
        "roles": ROLE_WORDS.items(),
        "now": timezone.now(),
    }
    return render(request, "account/user.html", {**_asked(request, form), **told}, status=422 if form.errors else 200)


def _asked(request: PageRequest, form: Any) -> dict[str, Any]:
    given = request.POST if request.method == "POST" else request.GET
    text, chosen = given.get("place", ""), given.get("where", "")
    choices = assignable(text, visible_to=request.scope.user, on=request.scope.on)
    if "search" in given:
        form.errors.clear()
    return {"form": form, "choices": choices, "searched": text, "chosen": chosen}


def _handed_over(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """The link is shown by the answer itself and kept nowhere."""
    link = request.build_absolute_uri(reverse("account:accept", args=[token]))
    told = Words(
        "Salam, {name}. Ini undangan Anda ke Payung. Buka tautan ini sendiri dalam 7 hari, lalu buat kata sandi: {link}",
        "Hello {name}. This is your invitation to Payung. Open this link yourself within 7 days and choose a password: {link}",
    )
    message = told.said(lang(), name=user.display_name, link=link)
    return render(request, "account/handed_over.html", {"person": user, "link": link, "message": message, "qr": svg_of(link)})


def _put(form: Any, error: PayungError) -> None:
    field = _AT.get(error.code)
    form.add_error(field if field in form.fields else None, error.words.said(lang()))


def _state(user: User) -> str:
    if not user.is_active:
        return "off"
    return "active" if user.password and user.has_usable_password() else "invited"


def _row(user: User, on: Any) -> dict[str, Any]:
    held = [one for one in user.held if one.until is None or one.until >= on]  # type: ignore[attr-defined]
    wheres = [(one.role, one.office or one.place) for one in held]
    said = [f"{ROLE_WORDS[Role(role)].said(lang())} · {where.name if where else 'Indonesia'}" for role, where in wheres]
    return {
        "name": user.display_name or user.username,
        "address": reverse("account:user", args=[user.pk]),
        "username": user.username,
        "roles": "; ".join(said),
        "last": user.last_login,
        "state": _STATES[_state(user)],
        "email": user.email,
    }
