"""Handing over: whose name may be public, the list for the ceremony, and the figures of it. No bank data anywhere.

A name is public only where its bearer, or a minor's guardian, has signed for it; the newest word counts. The figures are those that BPJS and the
family agree on: what BPJS says it has paid in cases that are closed, which takes the heir's word through two independent people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from payung.accounts.models import User
from payung.accounts.sight import Sight
from payung.audit.actions import acting
from payung.claims.allowed import require_in
from payung.claims.family import family_of
from payung.claims.handling import locked
from payung.claims.heirs import heirs_of
from payung.claims.minors import is_minor
from payung.claims.models import Case, Consent, Relative, Told
from payung.claims.queries import cases_seen
from payung.filing.actions import file_document, open_document
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words

_YEARLY = "SCHOLARSHIP"  # paid again each year; of any other line the newest word of BPJS counts


@dataclass(frozen=True)
class Receiver:
    """An heir on the list. `consent`: their newest word, or None: nobody has asked yet."""

    relative: Relative
    consent: Consent | None

    @property
    def name_public(self) -> bool:
        return bool(self.consent and self.consent.name_public)

    @property
    def picture_public(self) -> bool:
        return bool(self.consent and self.consent.picture_public)


@dataclass(frozen=True)
class Handed:
    """A case of which BPJS says it has paid: `lines` rupiah by line, `paid_on` the last of them; `agreed`: the heir says that it has come."""

    case: Case
    receivers: Sequence[Receiver]
    lines: dict[str, int]
    paid_on: date

    @property
    def rupiah(self) -> int:
        return sum(self.lines.values())

    @property
    def agreed(self) -> bool:
        return self.case.state == Case.State.CLOSED

    @property
    def name_public(self) -> bool:
        """The dead person's name too is public only where one of the family has agreed."""
        return any(one.name_public for one in self.receivers)


@dataclass(frozen=True)
class Figures:
    """Of the agreed cases: how many, how many heirs, rupiah by line; `left_out`: paid by BPJS, not confirmed by the family yet."""

    cases: int
    heirs: int
    lines: dict[str, int]
    left_out: int

    @property
    def rupiah(self) -> int:
        return sum(self.lines.values())


def give_consent(
    *, relative: Relative, name_public: bool, picture_public: bool, content: bytes = b"", name: str = "", by: User | None, on: date
) -> Consent:
    """Records the word of somebody of the family, or of a minor's guardian. A yes takes the signed paper; a no, and taking a yes back, takes none.

    Errors: InputError `consent.not_signed`, as `file_document`; RefusedError `consent.guardian` for a minor without one.
    """
    require_in(relative.case, "case.handle", by, on)
    agrees = name_public or picture_public
    if agrees and not content:
        raise InputError(
            "consent.not_signed",
            Words("Unggah surat persetujuan yang sudah ditandatangani.", "Upload the consent as it was signed."),
        )
    with acting("case.consent", by=by):
        held = locked(relative.case, over=True)
        one = Relative.objects.get(pk=relative.pk)
        if agrees and is_minor(one.birth_date, on) and one.guardian_id is None:
            said = Words(f"{one.name} belum dewasa. Catat dulu walinya, yang menandatangani.", f"{one.name} is a minor. Name a guardian first.")
            raise RefusedError("consent.guardian", said)
        document = file_document(content=content, name=name, by=by, on=on) if agrees else None
        return Consent.objects.create(
            case=held, relative=one, name_public=name_public, picture_public=picture_public, document=document, on=on, by=by
        )


def open_consent(*, consent: Consent, by: User | None, on: date) -> bytes:
    """The signed paper; opening it stands on the trail. InputError `consent.no_paper`."""
    require_in(consent.case, "case.scan", by, on)
    if consent.document is None:
        raise InputError("consent.no_paper", Words("Tidak ada surat untuk catatan ini.", "There is no paper for this entry."))
    return open_document(document=consent.document, by=by)


def consents_of(case: Case) -> dict[int, Consent]:
    """The newest word of each of the family."""
    return {one.relative_id: one for one in case.consents.select_related("document").order_by("pk")}


def handed_over(*, first: date, last: date, place: str = "", visible_to: User | None, on: date) -> list[Handed]:
    """Cases that somebody sees and of which BPJS paid the last line within these days, by village; `place`: those of people who lived there."""
    paid = Told.objects.filter(paid_on__range=(first, last)).values("case")
    found = cases_seen(visible_to=visible_to, on=on).exclude(state=Case.State.WITHDRAWN).filter(pk__in=paid)
    if place:
        found = found.filter(Sight((place,)).in_places("village"))
    made = [_handed(case, on) for case in found.order_by("village", "pk")]
    return [one for one in made if first <= one.paid_on <= last]


def agreed_figures(handed: Iterable[Handed]) -> Figures:
    """What may be told to the press."""
    known = list(handed)
    agreed = [one for one in known if one.agreed]
    lines: dict[str, int] = {}
    for one in agreed:
        for line, amount in one.lines.items():
            lines[line] = lines.get(line, 0) + amount
    return Figures(len(agreed), sum(len(one.receivers) for one in agreed), lines, len(known) - len(agreed))


def _handed(case: Case, on: date) -> Handed:
    said = list(Told.objects.filter(case=case, paid_on__isnull=False).order_by("pk"))
    newest = {(one.line, one.paid_on if one.line == _YEARLY else None): one for one in said}
    lines: dict[str, int] = {}
    for one in newest.values():
        lines[one.line] = lines.get(one.line, 0) + one.amount
    words = consents_of(case)
    return Handed(
        case,
        [Receiver(one, words.get(one.pk)) for one in _receivers(case, on)],
        lines,
        max(one.paid_on for one in newest.values() if one.paid_on),
    )


def _receivers(case: Case, on: date) -> list[Relative]:
    """Whoever has said that the money came; before anybody has, the heirs by the law's order."""
    heard = {one.heir_id: one.heir for one in case.confirmations.filter(has_come=True).select_related("heir")}
    if heard or case.kind != Case.Kind.DEATH:
        return list(heard.values())
    told = heirs_of(family_of(case), died_on=case.happened_on, by_work=case.cause == Case.Cause.WORK, on=on)
    return [one.relative for one in told.heirs]
