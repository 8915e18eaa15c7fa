"""Which letterhead a paper bears and who signs it."""

from payung.correspondence.models import Letterhead, PaperRule
from payung.places.models import Office, Place


def letterhead_of(place: Place, office: Office | None = None) -> Letterhead | None:
    """The office's own, else that of the place."""
    found = Letterhead.objects.select_related("place", "office").filter(place=place)
    return (found.filter(office=office).first() if office else None) or found.filter(office=None).first()


def rule_of(letterhead: Letterhead | None, kind: str) -> PaperRule | None:
    return letterhead.rules.filter(kind=kind).first() if letterhead else None
