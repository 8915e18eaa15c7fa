"""Who may do what: one table. A role counts at the places its assignment holds for."""

from datetime import date

from payung.accounts.models import Role, User
from payung.accounts.queries import roles_at
from payung.values.errors import OutOfScopeError
from payung.values.words import Words

ADMINISTRATOR, AUDITOR, BPJS_BRANCH, HEAD, OFFICE = Role.ADMINISTRATOR, Role.AUDITOR, Role.BPJS_BRANCH, Role.HEAD, Role.OFFICE
OPERATOR, OWNER, TREASURER, VILLAGE, VILLAGE_AFFAIRS = Role.OPERATOR, Role.OWNER, Role.TREASURER, Role.VILLAGE, Role.VILLAGE_AFFAIRS

RIGHTS: dict[str, set[Role]] = {
    "list.receive": {OPERATOR, VILLAGE, OFFICE, VILLAGE_AFFAIRS},
    "list.accept": {OPERATOR},
    "list.recheck": {OPERATOR},
    "register.import": {OPERATOR, BPJS_BRANCH},
    "pair.find": {OWNER, OPERATOR},
    "pair.decide": {OWNER, OPERATOR},
    "fund.open": {OWNER, OPERATOR},
    "rank.run": {OWNER, OPERATOR},
    "determination.freeze": {OWNER, HEAD},
    "roster.change": {OPERATOR},
    "bill.make": {OPERATOR, TREASURER},
    "payment.record": {TREASURER},
    "coverage.read": set(Role),
    "report.make": {OWNER, OPERATOR, VILLAGE_AFFAIRS, TREASURER, BPJS_BRANCH, HEAD, AUDITOR},
    "nik.reveal": {OPERATOR, VILLAGE, OFFICE, BPJS_BRANCH, AUDITOR},
    "audit.read": {OWNER, AUDITOR},
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


def require(user: User | None, action: str, place_code: str, on: date) -> None:
    """OutOfScopeError `right.missing` unless `may`."""
    if not may(user, action, place_code, on):
        raise OutOfScopeError("right.missing", _REFUSED)
