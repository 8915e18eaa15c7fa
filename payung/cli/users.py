"""payung user …: the first administrator of an installation, and a new link where nobody is left to make one in the screens."""

from datetime import date
from typing import Annotated

import typer

from payung.accounts.actions import assign_role, invite_user, make_invitation
from payung.accounts.models import Role, User
from payung.audit.actions import acting
from payung.cli.answer import Answer, command
from payung.places.queries import place as find_place
from payung.values.errors import InputError
from payung.values.words import Lang, Words

Name = Annotated[str, typer.Argument(metavar="NAMA_PENGGUNA", help="Nama untuk masuk.")]
Address = Annotated[str, typer.Option("--address", help="Alamat yang diketik orang di peramban.")]
_HERE = "http://127.0.0.1:8000"
users = typer.Typer(no_args_is_help=True, help="Orang yang boleh masuk ke layar.")


@command(users, "invite")
def invite(
    username: Name,
    display_name: Annotated[str, typer.Option("--name", help="Nama lengkap.")],
    place: Annotated[str, typer.Option("--place", envvar="PAYUNG_PLACE", help="Kode wilayah; kosong: seluruh Indonesia.")] = "",
    role: Annotated[Role, typer.Option("--role", help="Perannya di wilayah itu.")] = Role.ADMINISTRATOR,
    address: Address = _HERE,
    lang: Lang = "id",
) -> Answer:
    """Undang orang, mula-mula seorang administrator: tautan sekali pakai untuk membuat kata sandi. Yang lain diundang lewat layar."""
    from django.utils import timezone

    where, on = find_place(place) if place else None, date.today()
    with acting("user.invite", by=None):
        made = invite_user(username=username, display_name=display_name, email="", place_code=place, on=on, by=None)
        assign_role(user=made, role=role, place=where, since=on, on=on, by=None)
        token = make_invitation(user=made, now=timezone.now(), on=on, by=None)
    return _link(made, token, address, lang)


@command(users, "link")
def link(username: Name, address: Address = _HERE, lang: Lang = "id") -> Answer:
    """Tautan baru untuk orang yang sudah ada; kata sandi dan langkah kedua yang lama berakhir."""
    from django.utils import timezone

    found = User.objects.filter(username__iexact=username).first()
    if found is None:
        raise InputError("user.unknown", Words("Nama pengguna ini tidak ada.", "There is no such user name."))
    with acting("user.invite_again", by=None, note=f"user {found.pk}"):
        token = make_invitation(user=found, now=timezone.now(), on=date.today(), by=None)
    return _link(found, token, address, lang)


def _link(user: User, token: str, address: str, lang: Lang) -> Answer:
    from django.urls import reverse

    whole = address.rstrip("/") + reverse("account:accept", args=[token])
    told = Words("Serahkan tautan ini kepada {name}; berlaku 7 hari, satu kali:", "Hand this link to {name}; it holds for 7 days and works once:")
    return Answer({"username": user.username, "link": whole}, [told.said(lang, name=user.display_name), whole])


def add_to(app: typer.Typer) -> None:
    app.add_typer(users, name="user")
