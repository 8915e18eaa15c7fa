"""Moving people from one fund's list to another's. `by` is who acts (None: the command line), `on` the day of it."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.db import transaction
from django.db.models import Count

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.planning.models import Decided, Fund
from payung.planning.queries import determination_in_force, places_of, price_in, prices_of
from payung.registry.bulk import as_one, one_of, read_frame
from payung.roster.actions import _BLOCK, _NUMBERS, _enter, _leave, _note, _people
from payung.roster.changes import FATES
from payung.roster.gate import alone
from payung.roster.models import Change, Membership, Reason
from payung.roster.moving import Moved, judge_moves, keep_quota, seat_moves
from payung.roster.queries import fullest, fullest_by_village, is_billed
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words

_NOTE_OUT, _NOTE_IN = "ke dana: {name}", "dari dana: {name}"
# of everybody asked: by which number the other fund's determination admits them, and whether a third list, or a later spell, has them already
_ADMITTED = f"""SELECT a.nik, (SELECT MIN(c.person_id) FROM registry_candidate c JOIN planning_decided d ON d.candidate_id = c.id
        WHERE d.determination_id = %(determination)s AND (d.outcome <> 'out' OR d.reason = 'out.on_another_list') AND c.person_id IN {_NUMBERS}),
    CASE WHEN EXISTS (SELECT 1 FROM roster_membership o JOIN planning_fund f ON f.id = o.fund_id
        WHERE o.fund_id <> %(target)s AND (o.fund_id <> %(source)s OR o.first_month > %(first)s)
        AND o.first_month <= %(last)s AND f.last_month >= %(first)s
        AND (o.last_month IS NULL OR (o.last_month >= %(first)s AND o.last_month >= o.first_month)) AND o.person_id IN {_NUMBERS}) THEN 1 ELSE 0 END
    FROM (SELECT p.nik, COALESCE(p.same_as_id, p.id) AS one FROM registry_person p WHERE p.nik IN {{niks}}) a"""


def move_people(*, source: Fund, target: Fund, niks: Sequence[str], month: Month, by: User | None, on: date) -> Moved:
    """Whoever is on the list of `source` in `month` is on that of `target` instead from it on: one transaction, never on both, never on none.

    Who cannot move has a fate and holds nothing back; the same again changes nothing. The other fund must have determined them, or have left them out
    only because this one pays, and its money, and its quota for their village, must reach for one more.
    Errors: InputError `move.same_fund`; RefusedError for a month that either list cannot change in, `move.no_determination` where
    none of the other fund is in force.
    """
    for fund in (source, target):
        require(by, "roster.change", fund.place_id, on)
    if source.pk == target.pk:
        raise InputError("move.same_fund", Words("Pilih dua dana yang berbeda.", "Choose two different funds."))
    lines = pl.DataFrame({"nik": [nik.strip() for nik in niks]}, schema={"nik": pl.String}).with_row_index("line", offset=1)
    with acting("roster.move", by=by):
        alone()
        held = {fund.pk: fund for fund in Fund.objects.select_for_update().filter(pk__in=(source.pk, target.pk)).order_by("pk")}
        source, target = held[source.pk], held[target.pk]
        _refuse_closed(source, target, month)
        free = max(0, places_of(target, prices_of(target)) - max(fullest(target, month), _reserved(target)))
        judged = judge_moves(lines, _known(source, target, month, lines["nik"]), month.no)
        if target.quota_per_village is not None:
            judged = keep_quota(_with_villages(judged, target), _taken(target, month), target.quota_per_village)
        judged = seat_moves(judged, free)
        done = judged.filter(pl.col("fate").is_null())
        _leave(done["spell"], month)
        _enter(target, month, done)
        _note(source, month, _told(done.with_columns(person_id=pl.col("left")), "out", _NOTE_OUT.format(name=target.name)))
        _note(target, month, _told(done, "in", _NOTE_IN.format(name=source.name)))
        return _summed(source, target, month, judged)


def preview_move(*, source: Fund, target: Fund, niks: Sequence[str], month: Month, by: User | None, on: date) -> Moved:
    """What `move_people` would do now, with its errors; nothing stays of it."""
    with transaction.atomic():
        moved = move_people(source=source, target=target, niks=niks, month=month, by=by, on=on)
        transaction.set_rollback(True)
    return moved


def _summed(source: Fund, target: Fund, month: Month, judged: pl.DataFrame) -> Moved:
    people = int(judged["fate"].is_null().sum())
    prices = [[sum(price_in(fund, each)) for each in month.upto(fund.last_month)] for fund in (source, target)]
    return Moved(
        judged.select("line", "nik", "person_id", "spell", "fate"),
        source.name,
        target.name,
        Words(month.said(), month.said("en")),
        people * sum(prices[0]),
        people * sum(prices[1]),
        (len(prices[0]), len(prices[1])),
    )


def _refuse_closed(source: Fund, target: Fund, month: Month) -> None:
    for fund in (source, target):
        code = "" if fund.first_month <= month <= fund.last_month else "change.month_outside"
        if code or is_billed(fund, month):
            code = code or "change.month_billed"
            raise RefusedError(code, Words(f"{fund.name}: {FATES[code].id}", f"{fund.name}: {FATES[code].en}"))
    if determination_in_force(target) is None:
        raise RefusedError(
            "move.no_determination",
            Words(
                f"Dana “{target.name}” belum punya penetapan yang berlaku, jadi belum dapat menerima orang.",
                f"No determination of the fund “{target.name}” is in force yet, so it cannot take anybody.",
            ),
        )


def _reserved(fund: Fund) -> int:
    """Places that belong to those whom the fund has determined, while its list has not begun with them."""
    determination = determination_in_force(fund)
    if determination is None or Change.objects.filter(fund=fund, reason=Reason.DETERMINED).exists():
        return 0
    return determination.people


def _taken(fund: Fund, month: Month) -> pl.DataFrame:
    """village, taken: places of the list that are taken, and those of whom the fund has determined while it has not begun with them."""
    taken = fullest_by_village(fund, month)
    if _reserved(fund):
        determined = Decided.objects.filter(determination=determination_in_force(fund), outcome="in")
        counted = list(determined.values_list("candidate__village").annotate(taken=Count("pk")))
        taken = pl.concat([taken, pl.DataFrame(counted, schema=taken.schema, orient="row")])
    return taken.group_by("village").agg(pl.col("taken").sum())


def _with_villages(judged: pl.DataFrame, fund: Fund) -> pl.DataFrame:
    """With `village` of whoever the fund's determination admits, where its round's list named one."""
    sql = f"SELECT person_id, village_id FROM registry_candidate WHERE round_id = %s AND {one_of('person_id')}"
    admitted = judged["person_id"].drop_nulls().unique().to_list()
    villages = read_frame(sql, [fund.round_id, as_one(admitted)], {"person_id": pl.Int64, "village": pl.String})
    return judged.join(villages, on="person_id", how="left", maintain_order="left")


def _known(source: Fund, target: Fund, month: Month, niks: pl.Series) -> pl.DataFrame:
    """What `judge_moves` asks about the people of these NIKs, and `left`: the number by which they are on the list."""
    leaving = _people(source, month, niks).select("nik", "spell", left="person_id")
    spells = (
        Membership.objects.filter(pk__in=leaving["spell"].drop_nulls().to_list())
        if leaving.height <= _BLOCK
        else Membership.objects.filter(fund=source)
    )
    schema = {"spell": pl.Int64, "begins": pl.Int32, "ends": pl.Int32}
    begun = pl.DataFrame(
        [(pk, first.no, last.no if last else None) for pk, first, last in spells.values_list("pk", "first_month", "last_month")], schema, orient="row"
    )
    coming = _people(target, month, niks).select("nik", "barred", there="spell", known=pl.lit(True))
    admitted = _admitted(source, target, month, niks)
    return coming.join(leaving, on="nik", how="left").join(begun, on="spell", how="left").join(admitted, on="nik", how="left")


def _admitted(source: Fund, target: Fund, month: Month, niks: pl.Series) -> pl.DataFrame:
    """nik, person_id, third."""
    determination = determination_in_force(target)
    given = {"source": source.pk, "target": target.pk, "first": month.no, "last": target.last_month.no}
    given["determination"] = determination.pk if determination else 0
    schema = {"nik": pl.String, "person_id": pl.Int64, "third": pl.Int8}
    frames = [pl.DataFrame(schema=schema)]
    for block in niks.drop_nulls().unique().to_frame().iter_slices(_BLOCK):
        asked = {f"nik{at}": nik for at, nik in enumerate(block["nik"])}
        frames.append(read_frame(_ADMITTED.format(niks=f"({', '.join(f'%({name})s' for name in asked)})"), {**given, **asked}, schema))
    return pl.concat(frames).with_columns(third=pl.col("third").cast(pl.Boolean))


def _told(done: pl.DataFrame, direction: str, note: str) -> pl.DataFrame:
    return done.with_columns(
        direction=pl.lit(direction), reason=pl.lit(Reason.OTHER_FUND.value), happened_on=pl.lit(None, pl.Date), note=pl.lit(note)
    )
