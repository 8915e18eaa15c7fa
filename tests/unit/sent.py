"""Lists that somebody sent, written as rows without a file, for tests of what is counted."""

from datetime import date

from invented import Programme, nik

from payung.audit.actions import acting
from payung.intake.models import Row, SubmittedList
from payung.places.models import Office, OfficeKind, Place
from payung.values.problem import Verdict

SENT_ON = date(2026, 4, 2)


def office_of(village: str) -> Office:
    place = Place.objects.get(code=village)
    return Office.objects.get_or_create(kind=OfficeKind.VILLAGE_OFFICE, name=f"Desa {place.name}", place=place)[0]


def send(programme: Programme, sender: Office | str, *, accepted: bool = False, on: date | None = SENT_ON, **verdicts: int) -> SubmittedList:
    """A list of an office, or of the office of a village (code): so many rows of each verdict, which name the village."""
    office = office_of(sender) if isinstance(sender, str) else sender
    village = sender if isinstance(sender, str) else None
    made = SubmittedList.objects.count()
    state = SubmittedList.State.ACCEPTED if accepted else SubmittedList.State.RECEIVED
    with acting("test", by=None):
        sent = SubmittedList.objects.create(
            round=programme.round, office=office, file_name=f"{made}.xlsx", sha256=f"{made:064d}", size=1, state=state,
            rows=sum(verdicts.values()), received_on=on,
        )  # fmt: skip
        number = 0
        rows = []
        for verdict, count in verdicts.items():
            for _ in range(count):
                number += 1
                one = nik(900_000 + made * 1000 + number)
                rows.append(
                    Row(
                        list=sent, sheet="1", number=number, as_written={}, nik=one, name="Warga", birth_date=date(1985, 5, 17),
                        village_id=village, verdict=Verdict(verdict).value,
                    )
                )  # fmt: skip
        Row.objects.bulk_create(rows)
    return sent
