"""Who may do what: one table. A role counts at the places its assignment holds for."""

from datetime import date

from payung.accounts.models import Role, User
from payung.accounts.queries import places_of_roles, roles_at
from payung.values.errors import OutOfScopeError
from payung.values.words import Words

ADMINISTRATOR, AUDITOR, BPJS_BRANCH, HEAD, OFFICE = Role.ADMINISTRATOR, Role.AUDITOR, Role.BPJS_BRANCH, Role.HEAD, Role.OFFICE
OPERATOR, OWNER, TREASURER, VILLAGE, VILLAGE_AFFAIRS = Role.OPERATOR, Role.OWNER, Role.TREASURER, Role.VILLAGE, Role.VILLAGE_AFFAIRS

RIGHTS: dict[str, set[Role]] = {
    # what is read, always narrowed to the places and offices that the person sees
    "home.read": set(Role),
    "board.read": {OWNER, OPERATOR, VILLAGE_AFFAIRS, BPJS_BRANCH, HEAD, AUDITOR},
    "list.read": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, BPJS_BRANCH, AUDITOR},
    "person.read": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, BPJS_BRANCH, AUDITOR},
    "pair.read": {OWNER, OPERATOR, AUDITOR},
    "register.read": {OWNER, OPERATOR, BPJS_BRANCH, AUDITOR},
    "fund.read": {OWNER, OPERATOR, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "roster.read": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, AUDITOR},
    "package.read": {OWNER, OPERATOR, BPJS_BRANCH, AUDITOR},
    "bill.read": {OWNER, OPERATOR, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "scan.read": {OWNER, OPERATOR, BPJS_BRANCH, HEAD, AUDITOR},
    "case.read": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, BPJS_BRANCH, HEAD, AUDITOR},
    "entity.read": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "skk.read": {OWNER, OPERATOR, BPJS_BRANCH, HEAD, AUDITOR},
    "task.read": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "user.read": {ADMINISTRATOR},
    # what is done
    "list.receive": {OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS},
    "list.accept": {OPERATOR},
    "round.open": {OPERATOR},
    "list.recheck": {OPERATOR},
    "round.schedule": {OWNER, OPERATOR},
    "reminder.send": {OWNER, OPERATOR, VILLAGE_AFFAIRS},
    # villages, offices and employers as payers: what is known of them, what they are asked for, and the prosecutor's register
    "entity.record": {OWNER, OPERATOR, VILLAGE_AFFAIRS, BPJS_BRANCH},
    "arrears.letter": {OWNER, OPERATOR, VILLAGE_AFFAIRS},
    "skk.record": {OWNER, OPERATOR, BPJS_BRANCH},
    "register.import": {OPERATOR, BPJS_BRANCH},
    "target.set": {OWNER, OPERATOR},
    "pair.find": {OWNER, OPERATOR},
    "pair.decide": {OWNER, OPERATOR},
    "fund.open": {OWNER, OPERATOR},
    "rank.run": {OWNER, OPERATOR},
    "determination.freeze": {OWNER, HEAD},
    "determination.approve": {HEAD},
    "letterhead.set": {OWNER},
    "paper.number": {OWNER, OPERATOR, HEAD},
    "determination.sign": {OWNER, HEAD},
    "roster.change": {OPERATOR},
    "package.make": {OPERATOR},
    "package.receive": {BPJS_BRANCH},
    "reply.record": {OPERATOR, BPJS_BRANCH},
    # the monthly round of changes: asked, marked, made ready by one and approved by another
    "changes.read": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "changes.open": {OWNER, OPERATOR},
    "changes.mark": {OPERATOR, VILLAGE, OFFICE},
    "changes.prepare": {OPERATOR},
    "changes.approve": {OWNER, HEAD},
    "overpaid.record": {OPERATOR, TREASURER},
    "bill.make": {OPERATOR, TREASURER},
    "bill.code": {OPERATOR, TREASURER, BPJS_BRANCH},
    "payment.record": {TREASURER},
    "pledge.record": {OPERATOR, TREASURER},
    "payment.reverse": {TREASURER},
    "payment.approve": {OWNER, TREASURER},
    "posting.record": {OPERATOR, TREASURER, BPJS_BRANCH},
    "bill.reconcile": {OWNER, OPERATOR, TREASURER},
    "month.close": {OWNER, TREASURER},
    "month.reopen": {OWNER},
    "case.report": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, BPJS_BRANCH},
    "case.handle": {OWNER, OPERATOR, VILLAGE, OFFICE},
    "case.step": {OWNER, OPERATOR, VILLAGE, OFFICE, TREASURER, BPJS_BRANCH},
    "case.pay": {BPJS_BRANCH, OPERATOR},
    "case.confirm": {OWNER, OPERATOR, VILLAGE, OFFICE},
    "case.flag": {AUDITOR},
    # papers of a family: kept by whoever works on the case, opened also by who must judge it
    "case.papers": {OWNER, OPERATOR, VILLAGE, OFFICE, BPJS_BRANCH},
    "case.scan": {OWNER, OPERATOR, VILLAGE, OFFICE, BPJS_BRANCH, AUDITOR},
    # Inpres 2/2021, the register of regulations and agreements, meetings and what was promised in them
    "duty.read": {OWNER, OPERATOR, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "duty.record": {OWNER, OPERATOR},
    "regulation.read": {OWNER, OPERATOR, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "regulation.record": {OWNER, OPERATOR},
    "meeting.read": {OWNER, OPERATOR, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "meeting.record": {OWNER, OPERATOR},
    "followup.read": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "followup.step": {OWNER, OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD},
    "coverage.read": set(Role),
    "open.publish": {OWNER},
    "report.make": {OWNER, OPERATOR, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    # briefings, and reports of the calendar: read, made, and written down as sent
    "briefing.read": {OWNER, OPERATOR, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "briefing.make": {OWNER, OPERATOR, BPJS_BRANCH, HEAD},
    "report.read": {OWNER, OPERATOR, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "report.send": {OWNER, OPERATOR, BPJS_BRANCH, HEAD},
    "nik.reveal": {OPERATOR, VILLAGE, OFFICE, BPJS_BRANCH, AUDITOR},
    "audit.read": {OWNER, AUDITOR},
    "audit.sample": {AUDITOR},
    "user.invite": {ADMINISTRATOR},
    "role.assign": {ADMINISTRATOR},
}

_REFUSED = Words(
    "Anda tidak berwenang melakukan ini di wilayah itu. Minta administrator memberi Anda peran yang sesuai.",
    "You are not entitled to do this at that place. Ask an administrator for the role it takes.",
)


def may(user: User | None, action: str, place_code: str, on: date) -> bool:
    """Nobody named means the owner of the machine at the command line, who may do everything. An unknown action is a KeyError."""
    entitled = RIGHTS[action]
    return user is None or not entitled.isdisjoint(roles_at(user, place_code, on))


def places_where(user: User | None, action: str, on: date) -> list[str]:
    """Codes of the places at which the person may do it, with all that lies in them; [""] is the nation."""
    return [""] if user is None else places_of_roles(user, RIGHTS[action], on)


def require(user: User | None, action: str, place_code: str, on: date) -> None:
    """OutOfScopeError `right.missing` unless `may`."""
    if not may(user, action, place_code, on):
        raise OutOfScopeError("right.missing", _REFUSED)
