"""One object of each kind in a regency, for whoever walks through all addresses: what a part of an address stands for is written here once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import polars as pl
from django.urls import URLPattern, URLResolver, get_resolver
from invented import TODAY, Programme

from payung.accounts.actions import make_invitation
from payung.accounts.models import Assignment, Role, User
from payung.assurance.actions import Wanted, draw_sample
from payung.assurance.models import Sample
from payung.billing.actions import make_bill, pay_bill
from payung.billing.models import Bill, BpjsPosting, Closing, Payment, Proof, Reversal
from payung.billing.postings import record_posting
from payung.billing.proofs import add_proof
from payung.claims.actions import report_event
from payung.claims.family import Told, add_relative
from payung.claims.models import Case, Flag, Relative, Scholar, SchoolYear
from payung.claims.models import Paper as CasePaper
from payung.claims.papers import file_scan
from payung.compliance.duty_actions import Told as Shown
from payung.compliance.duty_actions import record_evidence
from payung.compliance.follow_up_actions import Promised, promise
from payung.compliance.meeting_actions import Plan as MeetingPlan
from payung.compliance.meeting_actions import enter_outreach, plan_meeting
from payung.compliance.models import (
    ArrearsFile,
    ArrearsLetter,
    DutyEvidence,
    Entity,
    FollowUp,
    Instrument,
    Meeting,
    Outreach,
    Referral,
    Reminder,
    Skk,
)
from payung.compliance.regulation_actions import Terms, enter_instrument
from payung.coverage.models import OfficialFile
from payung.exchange.actions import make_package
from payung.exchange.models import Package, Reply
from payung.exchange.replies import record_reply
from payung.exchange.reply_file import ROWS, ReadReply
from payung.filing.actions import file_document
from payung.filing.kept import keep_content
from payung.filing.kinds import TABLES
from payung.filing.models import Document
from payung.intake.models import Row, SubmittedList, Upload
from payung.places.models import Place
from payung.planning.keep_plan import keep_plan
from payung.planning.models import Determination, Fund, Plan
from payung.planning.rules import Rules
from payung.pledges.models import Pledge
from payung.registry.models import Candidate, Person, Register
from payung.reports.actions import Order, order_paper
from payung.reports.edition_actions import Wanted as WantedEdition
from payung.reports.edition_actions import open_edition, record_sending
from payung.reports.models import Edition, Paper, Sending
from payung.review.models import Decision, MatchRun, Pair
from payung.roster.actions import start_roster
from payung.roster.models import ChangePlan, ChangeRound
from payung.roster.plan_actions import prepare_changes
from payung.roster.round_actions import mark, open_round
from payung.values.month import Month
from payung.values.words import Words

DAY = date(2026, 4, 20)


@dataclass
class Made:
    """What there is in one regency; each made when an address asks for it."""

    programme: Programme

    @property
    def place(self) -> Place:
        return self.programme.place

    @cached_property
    def villages(self) -> tuple[str, ...]:
        return tuple(Place.objects.within(self.place.code).desa().order_by("code").values_list("code", flat=True)[:3])

    @cached_property
    def people(self) -> list[int]:
        """Of this regency only, though NIKs of both begin alike."""
        start = 500 if self.place.code != "74.05" else 0
        self.programme.people = [0] * start
        self.programme.candidates(4, villages=self.villages)
        self.programme.people = self.programme.people[start:]
        return self.programme.people

    @cached_property
    def person(self) -> Person:
        return Person.objects.get(pk=self.people[0])

    @cached_property
    def candidate(self) -> Candidate:
        return Candidate.objects.get(person=self.person, round=self.programme.round)

    @cached_property
    def sent(self) -> SubmittedList:
        terms = {"round": self.programme.round, "office": self.programme.office, "sha256": self.place.code * 2, "size": 1, "rows": 1}
        return SubmittedList.objects.create(**terms, file_name=f"{self.place.code}.xlsx", state="received")

    @cached_property
    def row(self) -> Row:
        written = {"nik": "740512", "name": "Warga"}
        return Row.objects.create(list=self.sent, sheet="Lembar", number=2, as_written=written, village_id=self.villages[0], verdict="needs_fixing")

    @cached_property
    def upload(self) -> Upload:
        return Upload.objects.create(round=self.programme.round, office=self.programme.office)

    @cached_property
    def fund(self) -> Fund:
        assert self.people
        return self.programme.fund()

    @cached_property
    def sertakan(self) -> Fund:
        assert self.people
        return self.programme.fund(name="SERTAKAN", source="SERTAKAN")

    @cached_property
    def pledge(self) -> Pledge:
        fund, office = self.sertakan, self.programme.office
        months = {"first_month": fund.first_month, "last_month": fund.last_month}
        return Pledge.objects.create(fund=fund, office=office, giver="Ani", person_id=self.people[0], pledged_on=DAY, **months)

    @cached_property
    def plan(self) -> Plan:
        """Of a year in which nobody is on a list yet."""
        assert self.people
        fund = self.programme.fund(name="Dana bersama", first_month=Month.at(2027, 1))
        return keep_plan(funds=[fund], rules=Rules(), by=None, on=TODAY)

    @cached_property
    def determination(self) -> Determination:
        return self.programme.determined(self.fund)

    @cached_property
    def bill(self) -> Bill:
        start_roster(determination=self.determination, by=None, on=TODAY)
        return make_bill(fund=self.fund, month=Month.at(2026, 1), by=None, on=TODAY)

    @cached_property
    def payment(self) -> Payment:
        return pay_bill(bill=self.bill, amount=1, paid_on=TODAY, reference=f"SP2D {self.place.code}", by=None, on=TODAY)

    @cached_property
    def reversal(self) -> Reversal:
        asked_by = User.objects.create(username=f"bendahara-{self.place.code}", display_name="Bendahara")
        return Reversal.objects.create(payment=self.payment, reason="Salah jumlah", on=TODAY, by=asked_by)

    @cached_property
    def document(self) -> Document:
        content = f"NIK;Jumlah Iuran\n{self.person.nik};16800\n".encode()
        return file_document(content=content, name="posting.csv", by=None, on=TODAY, kinds=TABLES)

    @cached_property
    def proof(self) -> Proof:
        return add_proof(payment=self.payment, content=b"%PDF-1.7 bukti", name="bukti.pdf", by=None, on=TODAY)

    @cached_property
    def posting(self) -> BpjsPosting:
        return record_posting(bill=self.bill, posted_on=TODAY, people=4, amount=67_200, by=None, on=TODAY)

    @cached_property
    def closing(self) -> Closing:
        return Closing.objects.create(fund=self.fund, month=Month.at(2026, 2), version=1, on=TODAY)

    @cached_property
    def package(self) -> Package:
        start_roster(determination=self.determination, by=None, on=TODAY)
        return make_package(fund=self.fund, month=Month.at(2026, 1), by=None, on=TODAY).package

    @cached_property
    def reply(self) -> Reply:
        line = self.package.lines.first()
        rows = pl.DataFrame({"nik": [line.nik], "answer": ["rejected"], "code": ["too_old"]}).with_columns(sheet=pl.lit("Hasil"), row=pl.lit(2))
        read = ReadReply(rows.select(pl.col(name) if name in rows.columns else pl.lit(None, kind).alias(name) for name, kind in ROWS.items()), [], [])
        terms = {"content": b"nik;status", "sha256": self.place.code, "name": "balasan.csv", "by": None, "on": TODAY}
        return record_reply(package=self.package, read=read, **terms).reply

    @cached_property
    def asked(self) -> ChangeRound:
        """A month's round in which one person leaves and nobody has answered."""
        if not self.fund.memberships.exists():
            start_roster(determination=self.determination, by=None, on=TODAY)
        round = open_round(fund=self.fund, month=Month.at(2026, 5), by=None, on=DAY).round
        mark(round=round, person=self.people[0], kind="moved", by=None, on=DAY)
        return round

    @cached_property
    def changes(self) -> ChangePlan:
        return prepare_changes(round=self.asked, by=None, on=DAY)

    @cached_property
    def case(self) -> Case:
        """A death after the list began."""
        if not self.fund.memberships.exists():
            start_roster(determination=self.determination, by=None, on=TODAY)
        village = Place.objects.get(code=self.villages[0])
        return report_event(kind="death", way="village", happened_on=date(2026, 4, 10), person=self.person, village=village, by=None, on=DAY).case

    @cached_property
    def relative(self) -> Relative:
        return add_relative(case=self.case, told=Told("SPOUSE", f"Istri {self.place.code}"), by=None, on=DAY)

    @cached_property
    def scan(self) -> CasePaper:
        content = f"%PDF-1.7 KTP {self.place.code}".encode()
        return file_scan(case=self.case, key="id_card", relative=None, content=content, name="ktp.pdf", by=None, on=DAY)

    @cached_property
    def child(self) -> Relative:
        """Of the dead person of the case."""
        return Relative.objects.create(case=self.case, relation="CHILD", name="Anak Uji", birth_date=date(2016, 3, 1))

    @cached_property
    def scholar(self) -> Scholar:
        return Scholar.objects.create(case=self.case, relative=self.child, level="SD", grade=4)

    @cached_property
    def school_year(self) -> SchoolYear:
        """Proven."""
        proof = file_document(content=b"%PDF-1.7 rapor", name="rapor.pdf", by=None, on=DAY)
        return SchoolYear.objects.create(scholar=self.scholar, first=2025, level="SD", number=4, expected=1, state="proven", proof=proof)

    @cached_property
    def flag(self) -> Flag:
        return Flag.objects.create(case=self.case, key="new_member", found="n=12;cases=", on=DAY)

    @cached_property
    def evidence(self) -> DutyEvidence:
        told, scan = Shown(TODAY, reference="1", part=1, whole=2), b"%PDF-1.7 bukti"
        return record_evidence(addressee=self.place.code, duty="non_asn", told=told, content=scan, name="bukti.pdf", by=None, on=DAY)

    @cached_property
    def instrument(self) -> Instrument:
        terms, scan = Terms("Perlindungan pekerja", f"24-{self.place.code}", 2021), b"%PDF-1.7 perbup"
        return enter_instrument(place=self.place, kind="perbup", terms=terms, content=scan, name="perbup.pdf", by=None, on=DAY)

    @cached_property
    def meeting(self) -> Meeting:
        plan = MeetingPlan(f"Rakor {self.place.code}", date(2026, 3, 12))
        return plan_meeting(place=self.place, kind="rakor", plan=plan, guests=["Sekda"], by=None, on=DAY)

    @cached_property
    def follow_up(self) -> FollowUp:
        return promise(meeting=self.meeting, promised=Promised("Data", "Sekda", date(2026, 4, 1)), by=None, on=DAY)

    @cached_property
    def outreach(self) -> Outreach:
        return enter_outreach(place=self.place, title=f"Sosialisasi {self.place.code}", held_on=date(2026, 3, 1), people=9, by=None, on=DAY)

    @cached_property
    def sample(self) -> Sample:
        assert self.bill
        first = self.fund.first_month
        return draw_sample(fund=self.fund, first=first, last=first, strata="village", wanted=Wanted(size=1), seed="undian", by=None, on=DAY)

    @cached_property
    def register(self) -> Register:
        return Register.objects.create(
            kind="deaths", place=self.place, source="Disdukcapil", as_of=DAY, file_name="d.csv", sha256=self.place.code, rows=0
        )

    @cached_property
    def pair(self) -> Pair:
        counts = dict.fromkeys(("people", "known", "entries", "found", "new"), 1)
        run = MatchRun.objects.create(round=self.programme.round, threshold=0.9, last_candidate=self.people[-1], **counts)
        return Pair.objects.create(person_id=self.people[1], other_id=self.people[2], probability=0.9, why="given=same mother=different", run=run)

    @cached_property
    def decision(self) -> Decision:
        return Decision.objects.create(pair=self.pair, number=1, answer="different", reason="saudara", signed="Ani", on=DAY)

    @property
    def day(self) -> date:
        """One of its own in each regency: a day is what the address of reminders names."""
        return DAY if self.place.code == "74.05" else date(2026, 4, 13)

    @cached_property
    def reminder(self) -> Reminder:
        terms = {"round": self.programme.round, "village_id": self.villages[0], "kind": "not_sent", "number": 1, "on": self.day, "due_on": DAY}
        known = {field.name for field in Reminder._meta.get_fields()} | {"village_id"}
        return Reminder.objects.create(**{name: value for name, value in terms.items() if name in known}, signed="Ani")

    @cached_property
    def entity(self) -> Entity:
        return Entity.objects.create(kind="village", place_id=self.villages[0])

    @cached_property
    def arrears_letter(self) -> ArrearsLetter:
        terms = {"kind": "pay", "number": 1, "on": self.day, "due_on": self.day + timedelta(14), "months": 3, "owed": 900, "as_of": self.day}
        return ArrearsLetter.objects.create(entity=self.entity, source="BPJS", signed="Ani", **terms)

    @cached_property
    def arrears_file(self) -> ArrearsFile:
        terms = {"sha256": self.place.code, "file_name": f"tunggakan {self.place.code}.xlsx", "source": "BPJS", "rows": 1, "taken": 1}
        return ArrearsFile.objects.create(place=self.place, as_of=DAY, on=DAY, **terms)

    @cached_property
    def skk(self) -> Skk:
        referral = Referral.objects.create(place=self.place, to="Kejaksaan Negeri", on=DAY, signed="Ani")
        return Skk.objects.create(referral=referral, entity=self.entity, months=3, amount=900, letters=["2026-01-05"])

    @cached_property
    def assignment(self) -> Assignment:
        user = User.objects.create(username=f"orang-{self.place.code}", display_name="Orang")
        return Assignment.objects.create(user=user, role=Role.TREASURER, place=self.place, since=date(2026, 1, 1))

    @cached_property
    def official_file(self) -> OfficialFile:
        """Kept, so that it can be fetched."""
        sha256 = keep_content([f"Wilayah;Bekerja\n{self.place.code};1\n".encode()])
        return OfficialFile.objects.create(sha256=sha256, name="tabel.csv", place=self.place, on=DAY)

    @cached_property
    def paper(self) -> Paper:
        """Of somebody who orders: whoever else it may be, for them it is not there."""
        wanted = Order("annex", {"determination": 1}, Words("Lampiran", "Annex"), right="fund.read", places=[self.place.code])
        return order_paper(wanted, by=self.assignment.user, on=DAY, lang="id")

    def edition(self, kind: str) -> Edition:
        month = Month.at(2026, 3)
        return open_edition(WantedEdition(kind, self.place, month, month), by=None, signed="Ani", on=DAY)

    @cached_property
    def briefing(self) -> Edition:
        return self.edition("briefing")

    @cached_property
    def report(self) -> Edition:
        return self.edition("monthly")

    @cached_property
    def sending(self) -> Sending:
        content = f"%PDF-1.7 laporan {self.place.code}".encode()
        return record_sending(edition=self.report, content=content, name="laporan.pdf", to="Sekda", sent_on=DAY, by=None, signed="Ani", on=DAY)

    @cached_property
    def token(self) -> str:
        return make_invitation(user=self.assignment.user, now=datetime(2026, 4, 20, tzinfo=UTC), on=DAY, by=None)


Maker = Callable[[Made], Any]
# Part of an address -> what it stands for; "area:route.part" where the part's name alone does not say it.
OBJECTS: dict[str, Maker] = {
    "user": lambda made: made.assignment.user.pk,
    "assignment": lambda made: made.assignment.pk,
    "token": lambda made: made.token,
    "round": lambda made: made.programme.round.pk,
    "person": lambda made: made.person.pk,
    "person_id": lambda made: made.person.pk,
    "candidate": lambda made: made.candidate.pk,
    "row": lambda made: made.row.pk,
    "list": lambda made: made.sent.pk,
    "list_id": lambda made: made.sent.pk,
    "sent": lambda made: made.sent.pk,
    "upload": lambda made: made.upload.pk,
    "sender": lambda made: made.sent and made.programme.office.pk,
    "office": lambda made: made.programme.office.pk,
    "register": lambda made: made.register.pk,
    "fund": lambda made: made.fund.pk,
    "fund_id": lambda made: made.fund.pk,
    "money:pledges.fund_id": lambda made: made.sertakan.pk,
    "money:pledges_pay.fund_id": lambda made: made.sertakan.pk,
    "money:pledges_staff.fund_id": lambda made: made.sertakan.pk,
    "pledge_id": lambda made: made.pledge.pk,
    "determination": lambda made: made.determination.pk,
    "determination_id": lambda made: made.determination.pk,
    "package_id": lambda made: made.package.pk,
    "reply_id": lambda made: made.reply.pk,
    "bill": lambda made: made.bill.pk,
    "bill_id": lambda made: made.bill.pk,
    "plan_id": lambda made: made.plan.pk,
    "asked": lambda made: made.asked.pk,
    "plan": lambda made: made.changes.pk,
    "to": lambda made: f"desa:{made.villages[0]}",
    "case": lambda made: made.case.pk,
    "relative": lambda made: made.relative.pk,
    "claims:paper_scan.scan": lambda made: made.scan.pk,
    "scholar": lambda made: made.scholar.pk,
    "school_year": lambda made: made.school_year.pk,
    "flag": lambda made: made.flag.pk,
    "who": lambda made: made.place.code,
    "evidence": lambda made: made.evidence.pk,
    "instrument": lambda made: made.instrument.pk,
    "meeting": lambda made: made.meeting.pk,
    "follow_up": lambda made: made.follow_up.pk,
    "outreach": lambda made: made.outreach.pk,
    "pair": lambda made: made.pair.pk,
    "code": lambda made: made.place.code,
    "place": lambda made: made.place.code,
    "village": lambda made: made.villages[0],
    "review:pair.number": lambda made: made.pair.pk,
    "review:answer.number": lambda made: made.pair.pk,
    "review:numbers.number": lambda made: made.pair.pk,
    "review:undo.number": lambda made: made.decision.pk,
    "day": lambda made: made.reminder.on.isoformat(),
    "boards:pdf_of_one.number": lambda made: made.reminder.pk,
    "coverage:official_file.file": lambda made: made.official_file.pk,
    "entity": lambda made: made.entity.key,
    **{f"entities:{name}.day": lambda made: made.arrears_letter.on.isoformat() for name in ("sent", "note", "pdf", "docx", "texts")},
    "entities:pdf_of_one.letter": lambda made: made.arrears_letter.pk,
    "entities:result.file": lambda made: made.arrears_file.pk,
    "skk": lambda made: made.skk.pk,
    "referral": lambda made: made.skk.referral_id,
    "papers:fetch.paper": lambda made: made.paper.pk,
    "money:bill.pk": lambda made: made.bill.pk,
    "money:pay.pk": lambda made: made.bill.pk,
    **{
        f"money:{name}.pk": lambda made: made.bill.pk
        for name in ("bill_pdf", "bill_xlsx", "bill_papers", "bill_code", "bill_order", "bill_credit", "posting", "posting_file", "reconcile")
    },
    "money:compare.pk": lambda made: made.bill.pk,
    "money:close.pk": lambda made: made.bill.pk,
    "briefing": lambda made: made.briefing.pk,
    "edition": lambda made: made.report.pk,
    "sending": lambda made: made.sending.pk,
    "payment": lambda made: made.payment.pk,
    "reversal": lambda made: made.reversal.pk,
    "proof": lambda made: made.proof.pk,
    "posting": lambda made: made.posting.pk,
    "closing": lambda made: made.closing.pk,
    "document": lambda made: made.document.pk,
    "registers:register.pk": lambda made: made.register.pk,
    "assurance:sample.sample": lambda made: made.sample.pk,
    "assurance:working_paper.sample": lambda made: made.sample.pk,
    "upload:row.pk": lambda made: made.row.pk,
    "upload:sender.pk": lambda made: made.sent and made.programme.office.pk,
    "upload:sheet.pk": lambda made: made.row and made.programme.office.pk,
    "upload:upload.pk": lambda made: made.upload.pk,
    "upload:add.pk": lambda made: made.upload.pk,
    "upload:check.pk": lambda made: made.upload.pk,
    "upload:progress.pk": lambda made: made.upload.pk,
    "upload:resume.pk": lambda made: made.upload.pk,
    "upload:columns.pk": lambda made: made.upload.pk,
}
# Parts that name no object: the same for everybody.
PLAIN: dict[str, Any] = {
    "briefing:report.kind": "bulanan",
    "briefing:report.period": "2026-03",
    "month": "2026-01",
    "kind": "deaths",
    "year": 2026,
    "staged_as": "a-file-that-nobody-has-given",
    "exchange:file.number": 1,
    "radar:block.block": "tunggakan",
    "claims:letter.letter": "kematian",
    "meetings:paper.naskah": "undangan",
    "test": "payment",
}
PLAIN |= {f"decree:{name}.kind": "decree" for name in ("pdf", "docx", "preview", "number", "sign", "scan")}


@dataclass(frozen=True)
class Route:
    """`name` with its area, "account:user"; `parts` of its address; `view` as the address calls it."""

    name: str
    path: str
    parts: tuple[str, ...]
    view: Any

    @property
    def right(self) -> str | None:
        return getattr(self.view, "right", None)

    @property
    def writes(self) -> str:
        return getattr(self.view, "writes", "") or self.right or ""

    @property
    def objects(self) -> list[str]:
        return [part for part in self.parts if part not in PLAIN and f"{self.name}.{part}" not in PLAIN]

    def plain(self, part: str) -> Any:
        """What stands for a part that names no object, or None."""
        return PLAIN.get(f"{self.name}.{part}", PLAIN.get(part))

    def maker(self, part: str) -> Maker | None:
        return OBJECTS.get(f"{self.name}.{part}") or OBJECTS.get(part)

    def address(self, made: Made) -> str:
        """AssertionError where nobody has said how to make an object for a part."""
        from django.urls import reverse

        given = {}
        for part in self.parts:
            maker, plain = self.maker(part), self.plain(part)
            assert maker or plain is not None, f"{self.path}: say in tests/unit/web/objects.py what <{part}> of {self.name} stands for"
            given[part] = maker(made) if maker and plain is None else plain
        return reverse(self.name, kwargs=given)


def routes() -> list[Route]:
    """Every address of ours that has a name."""
    return [route for route in _walk(get_resolver().url_patterns) if not route.view.__module__.startswith("allauth") and route.name.strip(":")]


def _walk(patterns: list[Any], area: str = "", before: str = "") -> list[Route]:
    found = []
    for one in patterns:
        if isinstance(one, URLResolver):
            found += _walk(one.url_patterns, one.namespace or area, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            parts = getattr(one.pattern, "converters", None) or {}
            found.append(Route(f"{area}:{one.name}" if area else (one.name or ""), before + str(one.pattern), tuple(parts), one.callback))
    return found
