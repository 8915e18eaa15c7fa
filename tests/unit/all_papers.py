"""Every paper that a case waits for, taken by BPJS."""

from datetime import date

from payung.claims.models import Case, Paper, Relative
from payung.claims.papers import checklist


def all_papers_here(case: Case, on: date) -> None:
    """Of whose family nobody is recorded, a spouse is: without one nobody knows which papers it takes."""
    if case.kind == Case.Kind.DEATH and not case.relatives.filter(crossed_out="").exists():
        Relative.objects.create(case=case, relation="SPOUSE", name="Istri Uji", birth_date=date(1988, 2, 2))
    for line in checklist(case, on).open:
        Paper.objects.update_or_create(case=case, key=line.kind.key, relative=line.relative, defaults={"state": Paper.State.ACCEPTED})
    assert checklist(case, on).complete
