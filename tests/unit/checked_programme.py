"""A clean programme: every test of the audit pack can be made and finds nothing. Good NIKs, rows, registers, two who decided, bills that are paid."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from invented import JANUARY, VILLAGES, Programme

from payung.accounts.models import User
from payung.assurance.queries import Outcome, run_tests
from payung.assurance.scope import asked_for
from payung.audit.actions import acting
from payung.billing.actions import make_bill, pay_bill
from payung.intake.models import Row, SubmittedList
from payung.planning.actions import approve, determine, open_fund
from payung.planning.models import Fund
from payung.registry.models import Candidate, Person, Register, RegisterEntry
from payung.roster.actions import start_roster
from payung.roster.models import Change, Membership

ON = date(2026, 4, 10)  # January to March are due, April is not
BORN = date(1985, 5, 17)
PRICE = 16_800


def good_nik(number: int) -> str:
    return f"740501170585{number:04d}"


@dataclass
class Checked:
    """The programme, its fund, and who works in it."""

    programme: Programme
    fund: Fund
    maker: User
    head: User

    @property
    def person(self) -> int:
        return self.programme.people[0]

    def outcomes(self, **narrower) -> dict[str, Outcome]:
        asked = asked_for(visible_to=narrower.pop("visible_to", None), on=ON, **narrower)
        return {one.key: one for one in run_tests(asked)}

    def found(self, key: str, *also: str) -> list[tuple]:
        """code, person, month, until, amount of every finding of one test; no other test but those named `also` has found anything."""
        made = self.outcomes()
        wrong = {name: one.found["code"].to_list() for name, one in made.items() if one.findings}
        assert set(wrong) == {key, *also}, wrong
        return made[key].found.select("code", "person_id", "month", "until", "amount").rows()

    def add_people(self, count: int, **more) -> list[int]:
        """Further people with everything that is needed to stand on a list."""
        return people_of(self.programme, count, **more)

    def other_fund(self, *people: int) -> Fund:
        """Another fund with a list of one person of its own, which pays for these besides in January; decided, billed, paid."""
        self.add_people(1)
        terms = {"name": "CSR 2026", "source": "CSR", "amount": 10**9, "first_month": JANUARY, "months": 1}
        fund = open_fund(place=self.programme.place, round=self.programme.round, **terms, by=None, on=ON)
        begin_list(fund, self.maker, self.head, "SK CSR")
        with acting("test", by=None):
            for one in people:
                Membership.objects.create(fund=fund, person_id=one, first_month=JANUARY)
                Change.objects.create(fund=fund, month=JANUARY, person_id=one, direction="in", reason="correction", note="berkas CSR")
        bill = make_bill(fund=fund, month=JANUARY, by=None, on=ON)
        pay_bill(bill=bill, amount=bill.total, paid_on=ON, reference="SP2D CSR", by=None, on=ON)
        return fund


def people_of(programme: Programme, count: int, *, village: str = VILLAGES[0], **own) -> list[int]:
    numbers = range(len(programme.people), len(programme.people) + count)
    made = []
    with acting("test", by=None):
        sent = SubmittedList.objects.create(
            round=programme.round, office=programme.office, file_name="a.xlsx", sha256=f"{numbers.start:064d}", size=1, state="accepted", rows=count
        )
        for number in numbers:
            told = {"nik": good_nik(number), "name": f"Warga {number}", "birth_date": BORN, "sex": "L", **own}
            person = Person.objects.create(**told)
            Candidate.objects.create(round=programme.round, person=person, office=programme.office, village_id=village)
            Row.objects.create(
                list=sent, sheet="Lembar", number=number + 2, as_written={}, nik=told["nik"], name=told["name"], birth_date=BORN,
                village_id=village, verdict="passes",
            )  # fmt: skip
            made.append(person.pk)
    programme.people += made
    return made


def begin_list(fund: Fund, maker: User, head: User, number: str) -> None:
    made = determine(fund=fund, number=number, decided_on=ON, by=maker, on=ON).determination
    approve(determination=made, by=head, on=ON)
    start_roster(determination=made, by=None, on=ON)


def register(programme: Programme, kind: str, *niks: str, on: date | None = None, until: date | None = None) -> Register:
    version = 1 + Register.objects.filter(kind=kind).count()
    with acting("test", by=None):
        made = Register.objects.create(
            kind=kind, place=programme.place, version=version, source="Disdukcapil", as_of=date(2026, 2, 20), file_name="r.csv",
            sha256=f"{kind} {version}", rows=len(niks),
        )  # fmt: skip
        RegisterEntry.objects.bulk_create(RegisterEntry(register=made, nik=nik, on=on, until=until) for nik in niks)
    return made


def sql(text: str, *given: object) -> None:
    """What no screen does, and whoever writes into the database behind its back might."""
    with connection.cursor() as cursor:
        cursor.execute(text, given)
