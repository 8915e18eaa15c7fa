"""What was signed of a fund, and whether the list that is printed today is still the one that was signed.

The fingerprint of a list (sidik daftar) is the SHA-256 of a first line "number;version;people;rupiah a person" and of one line a person who is in,
by position: "no;NIK;name;birth date;village code". Whoever holds the annex can compute it again.
"""

from dataclasses import dataclass
from hashlib import sha256

import polars as pl
from django.db.models import QuerySet

from payung.correspondence.models import Letterhead, PaperKind
from payung.correspondence.queries import letterhead_of
from payung.planning.models import Decided, Determination, Fund, Signing
from payung.registry.bulk import read_frame

_LINES = {"nik": pl.String, "name": pl.String, "birth_date": pl.Date, "village": pl.String}
_SHOWN = 16  # characters of a fingerprint that papers and pages show


@dataclass(frozen=True)
class ListState:
    """`now`: fingerprint of the list as it would be printed; `signed`: as it was when the SK was signed; None: not signed."""

    now: str
    signed: str | None

    @property
    def changed(self) -> bool:
        return self.signed is not None and self.signed != self.now


def list_fingerprint(determination: Determination) -> str:
    """64 hexadecimal digits over the people who are in, in their order, as the annex prints them."""
    one, frame = determination, people_in(determination).with_row_index("no", offset=1)
    told = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in ("no", *_LINES)], separator=";")
    first = f"{one.number};{one.version};{one.people};{one.price}"
    return sha256("\n".join([first, *frame.select(told).to_series()]).encode()).hexdigest()


def people_in(determination: Determination) -> pl.DataFrame:
    """nik, name, birth_date, village of everybody who is in, by position."""
    lines = Decided.objects.filter(determination=determination, outcome="in").order_by("position")
    ways = ("candidate__person__nik", "candidate__person__name", "candidate__person__birth_date", "candidate__village_id")
    sql, params = lines.values_list(*ways).query.sql_with_params()
    return read_frame(sql, list(params), _LINES)


def short(fingerprint: str) -> str:
    """As papers show it: "3f2a 91c0 77de 0b14"."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, _SHOWN, 4))


def list_state(determination: Determination) -> ListState:
    """Whether the list changed since the SK was signed: a name or NIK that was corrected shows here, though nobody came in or went out."""
    signed = signing_of(determination, PaperKind.DECREE)
    return ListState(list_fingerprint(determination), signed.fingerprint if signed else None)


def signing_of(determination: Determination, kind: str) -> Signing | None:
    return determination.signings.filter(kind=kind).select_related("document", "by").first()


def signed_determination(fund: Fund) -> Determination | None:
    """The newest of the fund whose SK is signed: a later version is an amendment of it."""
    return fund.determinations.filter(signings__kind=PaperKind.DECREE).order_by("-version").first()


def versions_of(fund: Fund) -> QuerySet[Determination]:
    """All versions, the newest first, with what is told of each."""
    found = fund.determinations.select_related("made_by", "approval__by", "amends")
    return found.prefetch_related("signings__document", "signings__by").order_by("-version")


def number_of(determination: Determination, kind: str) -> str:
    """The number of a paper of the determination: what was signed, what was taken, of the SK its own; empty where there is none yet."""
    if kind == PaperKind.DECREE:
        return determination.number
    if signed := signing_of(determination, kind):
        return signed.number
    taken = determination.paper_numbers.filter(kind=kind).select_related("taken").first()
    return taken.taken.number if taken else ""


def papers_letterhead(fund: Fund) -> Letterhead | None:
    """That of the office which holds the fund's budget, else that of the place."""
    return letterhead_of(fund.place, fund.owner)
