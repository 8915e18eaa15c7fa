"""A death of somebody on a paid list, with whoever acts on it: for the tests of steps, money, flags and scholarships."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from all_papers import all_papers_here
from invented import JANUARY, VILLAGES, Programme, nik

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill, pay_bill
from payung.claims.actions import report_event
from payung.claims.models import Case, Relative, Report
from payung.claims.step_actions import enter_step
from payung.places.models import Office, OfficeKind, Territory
from payung.planning.models import Fund
from payung.registry.models import Person
from payung.values.month import Month

DIED = date(2026, 4, 10)
REPORTED = date(2026, 4, 13)  # a Monday
PRICE = 16_800


@dataclass
class Claimed:
    """Paid from January of the year of the list until the month of the death."""

    programme: Programme
    fund: Fund
    case: Case

    def user(self, role: Role, name: str = "", village: str = VILLAGES[0]) -> User:
        """Somebody of that role, at the regency or in the first village, the branch with the regency as its territory."""
        made = User.objects.create(username=name or role.value, display_name=(name or role.value).title())
        where: dict[str, Any] = {"place": self.programme.place}
        if role == Role.VILLAGE:
            where = {"place_id": village}
        if role == Role.BPJS_BRANCH:
            branch = Office.objects.create(kind=OfficeKind.BPJS_BRANCH, name=f"Cabang {made.username}", place=self.programme.place)
            Territory.objects.create(office=branch, place=self.programme.place)
            where = {"office": branch}
        Assignment.objects.create(user=made, role=role, since=date(2025, 1, 1), **where)
        return made

    def relative(self, relation: str = "SPOUSE", name: str = "Istri Uji", **more: Any) -> Relative:
        return Relative.objects.create(case=self.case, relation=relation, name=name, **more)

    def child(self, name: str = "Anak Uji", born: date = date(2016, 3, 1), **more: Any) -> Relative:
        return self.relative("CHILD", name, birth_date=born, **more)

    def papers_here(self) -> None:
        all_papers_here(self.case, REPORTED)

    def submitted(self, on: date = date(2026, 4, 20)) -> None:
        """Papers complete and with BPJS on that day."""
        self.papers_here()
        for key in ("papers", "submit"):
            enter_step(case=self.case, key=key, state="done", by=None, on=on)

    def helped_by(self, user: User, **more: Any) -> Report:
        return Report.objects.create(case=self.case, way=Report.Way.HELPER, helps=True, on=REPORTED, by=user, **more)


def claimed(programme: Programme, *, first: Month = JANUARY, paid: int = 4, died: date = DIED, cause: str = "other") -> Claimed:
    """`first`: month in which the membership begins; `paid`: months paid in time, on the tenth."""
    programme.candidates(1)
    number = len(programme.people) - 1
    fund = programme.started(first_month=first, months=60, amount=PRICE * 200, name=f"APBD {number}")
    for month in first.upto(first + (paid - 1)) if paid else ():
        on = date(month.year, month.month, 10)
        bill = make_bill(fund=fund, month=month, by=None, on=on)
        pay_bill(bill=bill, amount=bill.total, paid_on=on, reference=f"SP2D {number} {month}", by=None, on=on)
    on = max(REPORTED, died)
    case = report_event(kind="death", way="village", happened_on=died, person=Person.objects.get(nik=nik(number)), cause=cause, by=None, on=on).case
    return Claimed(programme, fund, case)
