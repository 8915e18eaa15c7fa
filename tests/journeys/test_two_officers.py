"""Two officers at one case at the same moment: one acts, the other is told so; two confirmations close it once; a flag is raised once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from installations import Installation, Running

pytestmark = [pytest.mark.large, pytest.mark.database]
PREPARE = """
import sys, json
sys.path.insert(0, sys.argv[2])
from all_papers import all_papers_here
from datetime import date
from payung.accounts.models import Assignment, Role, User
from payung.audit.actions import acting
from payung.claims.actions import report_event
from payung.claims.models import Case, Relative
from payung.claims.payment import record_told
from payung.claims.step_actions import enter_step
from payung.places.models import Place
on, made = date(2026, 4, 20), []
with acting("test", by=None):
    for name in ("first", "second"):
        user = User.objects.create(username=name, display_name=name)
        Assignment.objects.create(user=user, role=Role.OPERATOR, place_id="74.05", since=date(2026, 1, 1))
    for number in range(int(sys.argv[1])):
        told = report_event(kind="death", way="village", happened_on=date(2026, 4, 1), name=f"Warga {number}", cause="other",
            village=Place.objects.get(code="74.05.01.2003"), by=None, on=on)
        case = told.case
        heirs = [Relative.objects.create(case=case, relation="CHILD", name=f"Anak {one}", phone=f"08120000{number:04d}") for one in range(2)]
        all_papers_here(case, on)
        for key in ("papers", "submit"):
            enter_step(case=case, key=key, state="done", by=None, on=on)
        for line in ("PERIODIC", "FUNERAL"):
            record_told(case=case, line=line, amount=1, paid_on=on, why="uji", by=None, on=on)
        made.append([case.pk, heirs[0].pk])
print(json.dumps(made))
"""
ACT = """
import json, sys, time
from datetime import date
from pathlib import Path
from payung.accounts.models import User
from payung.claims.confirm import confirm
from payung.claims.models import Case, Relative
from payung.claims.payment import record_told
from payung.claims.red_flags import raise_flags
from payung.claims.step_actions import enter_step
from payung.values.errors import RefusedError
who, ready, go, cases, on, said = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), json.loads(sys.argv[4]), date(2026, 4, 20), []
by = User.objects.get(username=who)
ready.touch()
while not go.exists():
    time.sleep(0.002)
def attempt(what):
    try:
        what()
        return "done"
    except RefusedError as error:
        return error.code
for case, heir in cases:
    one = Case.objects.get(pk=case)
    amount = 2 if who == "first" else 3
    said.append([
        attempt(lambda: enter_step(case=one, key="heirs", state="done", by=by, on=on)),
        attempt(lambda: record_told(case=one, line="DEATH", amount=amount, paid_on=on, why="uji", by=by, on=on)),
    ])
    raise_flags(by=None, on=on)
print(json.dumps(said))
"""
CONFIRM = (
    ACT.partition("for case, heir")[0]
    + """
for case, heir in cases:
    one = Case.objects.get(pk=case)
    paid = sum(one.told.values_list("amount", flat=True))
    given = {"case": one, "heir": Relative.objects.get(pk=heir), "way": "visit", "has_come": True, "amount": paid, "by": by, "on": on}
    said.append(attempt(lambda: confirm(**given)))
print(json.dumps(said))
"""
)
ASK = """
import json
from collections import Counter
from payung.claims.models import Case, Confirmation, Flag, Step, Told
print(json.dumps({
    "heirs": [Step.objects.filter(case=case, key="heirs").count() for case in Case.objects.order_by("pk")],
    "told": [Told.objects.filter(case=case, line="DEATH").count() for case in Case.objects.order_by("pk")],
    "flags": max(Counter(Flag.objects.filter(outcome="").values_list("case", "key", "found")).values()),
    "flagged": Flag.objects.values("case").distinct().count(),
    "closed": Case.objects.filter(state="closed").count(),
    "confirmed": [Confirmation.objects.filter(case=case).count() for case in Case.objects.order_by("pk")],
    "closings": [Step.objects.filter(case=case, key="confirm").count() for case in Case.objects.order_by("pk")],
}))
"""
CASES = 12


def answer(process: Running):
    out, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return json.loads(out)


def both(one: Installation, tmp_path: Path, code: str, cases: list[list[int]]):
    """What each of the two heard, case by case; both begin at the same moment."""
    go, ready = tmp_path / f"go-{len(code)}", [tmp_path / f"ready-{len(code)}-{at}" for at in range(2)]
    started = [one.start("-c", code, who, str(ready[at]), str(go), json.dumps(cases)) for at, who in enumerate(("first", "second"))]
    while not all(path.exists() for path in ready):
        assert all(process.is_under_way() for process in started), [process.communicate() for process in started]
    go.touch()
    return [answer(process) for process in started]


def test_one_acts_and_the_other_is_told(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    base = copies("base")
    base.run("setup")
    cases = answer(base.start("-c", PREPARE, str(CASES), str(Path(__file__).parents[1] / "unit")))
    first, second = both(base, tmp_path, ACT, cases)
    for mine, theirs in zip(first, second, strict=True):
        assert sorted([mine[0], theirs[0]]) == ["done", "step.over"]
        assert sorted([mine[1], theirs[1]]) == ["done", "told.newer"]
    confirmed = both(base, tmp_path, CONFIRM, cases)
    assert {said for each in confirmed for said in each} == {"done"}
    found = answer(base.start("-c", ASK))
    assert found["heirs"] == found["told"] == found["closings"] == [1] * CASES
    assert found["confirmed"] == [2] * CASES
    assert (found["closed"], found["flagged"], found["flags"]) == (CASES, CASES, 1)
