"""The way of a determination in five steps: locked, approved, printed, signed, list begun."""

from dataclasses import dataclass

from payung.correspondence.models import PaperKind
from payung.planning.models import Determination
from payung.planning.signed import signing_of
from payung.reports.funds import answer_of
from payung.roster.models import Change, Reason
from payung.values.words import Words, day


@dataclass(frozen=True)
class Step:
    """`state`: done, now or later; `told`: when and by whom, where that is known."""

    words: Words
    state: str
    told: Words | None


def steps_of(one: Determination) -> list[Step]:
    """In their order; the first that is not done is the one to do now."""
    signed = signing_of(one, PaperKind.DECREE)
    printed = signed is not None or one.signings.exists() or one.paper_numbers.exists()
    begun = Change.objects.filter(fund=one.fund, reason=Reason.DETERMINED).exists()
    found = [
        (Words("Dikunci", "Locked"), True, _on(one)),
        (Words("Disetujui orang kedua", "Approved by a second person"), answer_of(one) == "in_force", _approved(one)),
        (Words("Naskah dicetak dan diberi nomor", "Papers printed and numbered"), printed, None),
        (
            Words("SK ditandatangani", "SK signed"),
            signed is not None,
            Words(f"{day(signed.signed_on)}, {signed.signed_by}", f"{day(signed.signed_on, 'en')}, {signed.signed_by}") if signed else None,
        ),
        (Words("Daftar peserta berjalan", "List of people running"), begun, None),
    ]
    told, now = [], True
    for words, done, said in found:
        told.append(Step(words, "done" if done else "now" if now else "later", said))
        now = now and done
    return told


def _on(one: Determination) -> Words:
    who = str(one.made_by) if one.made_by else ""
    return Words(f"{day(one.decided_on)}{', ' + who if who else ''}", f"{day(one.decided_on, 'en')}{', ' + who if who else ''}")


def _approved(one: Determination) -> Words | None:
    if one.made_by_id is None:
        return Words("tidak perlu: lewat baris perintah", "not needed: by the command line")
    approval = getattr(one, "approval", None)
    return Words(f"{day(approval.on)}, {approval.by}", f"{day(approval.on, 'en')}, {approval.by}") if approval else None
