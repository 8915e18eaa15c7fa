"""A regency of which a briefing has something to say: candidates, a paid list, a universe, a death whose family agreed to be named and one not."""

from dataclasses import dataclass
from datetime import date

from invented import JANUARY, Programme, nik

from payung.accounts.models import User
from payung.billing.actions import make_bill, pay_bill
from payung.claims.actions import report_event
from payung.claims.family import Told as Kin
from payung.claims.family import add_relative
from payung.claims.handover import give_consent
from payung.claims.models import Case, Confirmation, Relative, Told
from payung.coverage.actions import record_universe
from payung.places.models import Place
from payung.planning.models import Fund
from payung.registry.models import Person
from payung.reports.edition_actions import Wanted, open_edition
from payung.reports.models import Edition
from payung.values.month import Month

ON = date(2026, 4, 20)
MARCH = Month.at(2026, 3)
PEOPLE, UNIVERSE = 6, 24
NAMED, SILENT = "Wa Ode Disebut", "Wa Ode Rahasia"
DEAD = ("La Ode Almarhum", "La Ode Mendiang")


@dataclass
class Briefed:
    programme: Programme
    fund: Fund
    wife: Relative

    @property
    def place(self) -> Place:
        return self.programme.place

    def edition(self, kind: str = "briefing", first: Month = MARCH, last: Month = MARCH, **more) -> Edition:
        wanted = Wanted(kind, self.place, first, last, **more)
        return open_edition(wanted, by=None, signed="Sitti Aminah", on=ON)


def briefed(programme: Programme) -> Briefed:
    programme.candidates(PEOPLE)
    fund = programme.started(amount=(PEOPLE - 2) * 12 * 16_800)  # two wait for money
    for month in JANUARY.upto(MARCH):
        bill = make_bill(fund=fund, month=month, by=None, on=ON)
        pay_bill(bill=bill, amount=bill.total, paid_on=date(2026, month.month, 10), reference=f"SP2D {month}", by=None, on=ON)
    for code, value in ((programme.place.code, UNIVERSE), ("74.05.01", 10)):
        terms = {"source": "surat Kacab", "as_of": date(2025, 12, 31), "by": None, "on": ON}
        record_universe(place=Place.objects.get(code=code), definition="universe_bpjs", value=value, **terms)
    wives = [_paid_case(number, name) for number, name in ((0, NAMED), (1, SILENT))]
    give_consent(relative=wives[0], name_public=True, picture_public=False, content=b"%PDF-1.7 izin", name="izin.pdf", by=None, on=ON)
    return Briefed(programme, fund, wives[0])


def _paid_case(number: int, name: str) -> Relative:
    Person.objects.filter(nik=nik(number)).update(name=DEAD[number])
    case = report_event(kind="death", way="village", happened_on=date(2026, 3, 2), nik=nik(number), cause="other", by=None, on=date(2026, 3, 3)).case
    wife = add_relative(case=case, told=Kin("SPOUSE", name, nik=nik(900 + number)), by=None, on=ON)
    for line, amount in (("DEATH", 20_000_000), ("FUNERAL", 10_000_000)):
        Told.objects.create(case=case, line=line, amount=amount, paid_on=date(2026, 3, 20), on=ON)
    operator, _ = User.objects.get_or_create(username="operator-uji", defaults={"display_name": "Operator"})
    Confirmation.objects.create(case=case, heir=wife, way="visit", has_come=True, amount=30_000_000, on=ON, by=operator)
    Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED, closed_on=ON)
    return wife
