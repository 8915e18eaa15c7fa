"""What BPJS paid in some months by programme: cases and rupiah. A death or accident by work is JKK, another death JKM; lines of their own stay so."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from payung.accounts.models import User
from payung.claims.models import Case, Told
from payung.claims.queries import cases_seen
from payung.values.month import Month
from payung.values.place import within
from payung.values.words import Words

PROGRAMMES: dict[str, Words] = {
    "JKK": Words("JKK, kecelakaan kerja", "JKK, work accident"),
    "JKM": Words("JKM, kematian", "JKM, death"),
    "SCHOLARSHIP": Words("Beasiswa anak", "Children's scholarship"),
    "JHT": Words("JHT, hari tua", "JHT, old-age savings"),
    "JP": Words("JP, pensiun", "JP, pension"),
    "JKP": Words("JKP, kehilangan pekerjaan", "JKP, loss of the job"),
}
_OWN = ("SCHOLARSHIP", "JHT", "JP", "JKP")


def paid_by_programme(place: str, first: Month, last: Month, *, visible_to: User | None, on: date) -> Mapping[str, tuple[int, int]]:
    """Programme -> cases, rupiah, of what BPJS says it paid in these months for people who lived in the place, as far as they are seen."""
    told = told_in(place, first, last, visible_to=visible_to, on=on).values_list("case", "case__kind", "case__cause", "line", "amount")
    cases: dict[str, set[int]] = {}
    rupiah: dict[str, int] = {}
    for case, kind, cause, line, amount in told:
        programme = _programme(kind, cause, line)
        cases.setdefault(programme, set()).add(case)
        rupiah[programme] = rupiah.get(programme, 0) + amount
    return {key: (len(cases[key]), rupiah[key]) for key in PROGRAMMES if key in cases}


def told_in(place: str, first: Month, last: Month, *, visible_to: User | None, on: date) -> QuerySet[Told]:
    """As claims.figures counts: withdrawn cases nowhere; cases whose village is not known in every place."""
    seen = cases_seen(visible_to=visible_to, on=on).exclude(state=Case.State.WITHDRAWN).order_by().values_list("pk", "village")
    mine = [pk for pk, village in seen if within(village or "", place) or village is None]
    return Told.objects.filter(case__in=mine, paid_on__range=(first.first_day, last.last_day))


def _programme(kind: str, cause: str, line: str) -> str:
    own = next((one for one in _OWN if line == one or line.startswith(f"{one}_")), None)
    if own:
        return own
    return "JKK" if kind == Case.Kind.ACCIDENT or cause == Case.Cause.WORK else "JKM"
