"""A register was updated: check again whom it concerns, and nobody else.

What rows were told (their findings) is compared with what the newest registers say of their NIKs now. Where the two differ, because an
entry came, went, changed its date or its evidence, every row with that NIK is checked again; all other rows stay untouched. So it needs
no memory of what an earlier version said, may run any number of times, and finds nothing the second time.

What follows for a candidate: planning ranks only candidates that stand. Whose row passed, was accepted and does not pass any more stands
no longer; the candidate stays, as do the determinations and lists that name it. When the wrong entry is gone, the row passes and the
candidate stands again. A row that passes now and was no candidate yet puts its list back to "received": accepting it is a person's act,
as after a correction. Of several rows with one NIK the one that passes keeps the place, and where none does the first that was received.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

import polars as pl
from django.db import connection

from payung.intake.checks.check import REGISTER_CODES, ROWS
from payung.intake.models import Row, SubmittedList
from payung.intake.queries import TOLD, checked, niks_of, registers_about, rows_with, told_by_registers
from payung.intake.writing import findings_of, note_use, rewrite_findings
from payung.registry.bulk import as_one, one_of, update_frame
from payung.registry.models import RegisterUse, Round
from payung.values.problem import Verdict

_WORK = "check.again"


@dataclass(frozen=True)
class Rechecked:
    """`people` of `rows` were checked again; `moves`: (verdict before, verdict now) -> rows; candidates who stand `no_longer`, or `back` again."""

    round: Round
    people: int = 0
    rows: int = 0
    moves: dict[tuple[str, str], int] = field(default_factory=dict)
    no_longer: int = 0
    back: int = 0


def check_again(round: Round, kinds: Collection[str] = tuple(REGISTER_CODES)) -> Rechecked:
    """Inside an act. Of the registers only those of these `kinds` are compared with what rows were told."""
    Round.objects.select_for_update().get(pk=round.pk)  # a list that is being received is there before this or asks the new version
    codes = {kind: code for kind, code in REGISTER_CODES.items() if kind in kinds}
    people, registers = niks_of(round), registers_about(round, codes)
    says = [registers.holds(kind, round.start).with_columns(code=pl.lit(code)) for kind, code in codes.items()]
    now = people.join(pl.concat(says), on="nik", how="inner").select(list(TOLD))
    niks = _differ(told_by_registers(round, list(codes.values())), now)
    if niks or (people.height and not _used(round, registers.versions.values())):
        note_use(round, _WORK, registers.versions, people.height, now["code"])
    return _check(round, niks) if niks else Rechecked(round)


def _differ(before: pl.DataFrame, now: pl.DataFrame) -> list[str]:
    """The NIKs of which a row is told something else, or something more, or less."""
    same = ["row_id", "code", "evidence"]
    other = [one.join(two, on=same, how="anti") for one, two in ((before, now), (now, before))]
    return pl.concat(other)["nik"].unique().sort().to_list()


def _used(round: Round, versions: Collection[int]) -> bool:
    """Whether the round was checked against all these versions already."""
    return RegisterUse.objects.filter(round=round, register__in=versions).values("register").distinct().count() == len(versions)


def _check(round: Round, niks: list[str]) -> Rechecked:
    before = rows_with(round, niks)
    found = checked(round, before.select(list(ROWS)), before)
    after = found.rows.select("seq", now="verdict", now_codes="codes").with_columns(before["id", "list_id", "verdict", "codes"])
    changed = after.filter((pl.col("now") != pl.col("verdict")) | (pl.col("now_codes") != pl.col("codes")))
    update_frame(Row, changed.select("id", verdict="now", codes="now_codes"))
    rewrite_findings(findings_of(found, after.select("seq", "id")), before["id"].to_list())
    moved = changed.filter(pl.col("now") != pl.col("verdict"))
    passes = moved.filter(pl.col("now") == Verdict.PASSES.value)["list_id"].unique().to_list()
    SubmittedList.objects.filter(pk__in=passes, state=SubmittedList.State.ACCEPTED).update(state=SubmittedList.State.RECEIVED)
    moves = {(was, now): count for was, now, count in moved.group_by("verdict", "now").len().sort("verdict", "now").iter_rows()}
    standing = set(found.rows.filter(pl.col("verdict") == Verdict.PASSES.value)["nik_digits"])
    no_longer = _stand(round, [nik for nik in niks if nik not in standing], False)
    return Rechecked(round, len(niks), before.height, moves, no_longer, _stand(round, sorted(standing), True))


def _stand(round: Round, niks: list[str], stands: bool) -> int:
    """Candidates with one of these NIKs who stand from now on, or no longer."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE registry_candidate SET stands = %s WHERE round_id = %s AND stands <> %s
                AND person_id IN (SELECT p.id FROM registry_person p WHERE {one_of("p.nik")})""",
            [stands, round.pk, stands, as_one(niks)],
        )
        return int(cursor.rowcount)
