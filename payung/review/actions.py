"""Searching for pairs, deciding about them, and taking a decision back. `by` is who acts (None: the command line), `on` the day of the act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.registry.bulk import as_one, insert_frame, lock_table, one_of, read_frame
from payung.registry.models import Person, RegisterUse, Round, Standing
from payung.review import effects
from payung.review.answers import different_among, in_force, last_decision, numbers_of, places_of, sides_of
from payung.review.entry import entry_keys
from payung.review.models import Answer, Decision, ListChange, MatchRun, Pair
from payung.review.search import PAIRS, WORK, Compared, compare, whom_to_compare
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day

if TYPE_CHECKING:
    from payung.matching.engines import Engine

_THRESHOLD = 0.5
_LONGEST_REASON, _LONGEST_WHY = 500, 400  # characters: what their columns hold
_OWNER = "pemilik komputer"  # who signs at the command line

_KNOWN = "SELECT person_id, other_id, kind, entry_key FROM review_pair"
_LINES = """SELECT e.id, r.kind, e.nik, e.name, e.birth_date FROM registry_registerentry e JOIN registry_register r ON r.id = e.register_id WHERE """
_SIDES = {"person_id": pl.Int64, "other_id": pl.Int64, "kind": pl.String, "entry_key": pl.String}

SAID: dict[str, Words] = {
    "same": Words("orang yang sama", "the same person"),
    "different": Words("orang yang berbeda", "different people"),
    "unsure": Words("belum jelas", "not clear"),
    "open": Words("belum dijawab", "not answered"),
}


@dataclass(frozen=True)
class Done:
    """What a decision did: spells that ended or began anew, and those that could not begin anew, with a key of roster's FATES."""

    decision: Decision
    changes: list[ListChange] = field(default_factory=list)
    left: list[tuple[ListChange, str]] = field(default_factory=list)


def find_pairs(
    *,
    round: Round,
    by: User | None,
    on: date,
    threshold: float = _THRESHOLD,
    everybody: bool = False,
    engine: "Engine" = "duckdb",
    told: Callable[[Words], None] = lambda _: None,
) -> MatchRun:
    """Whoever may be one person among those who are new in the round since its last search: with each other, with everybody known, with registers.

    `everybody`: all people of the round as if they were new, after the model has changed. What is known already, answered or not, is not asked again.
    """
    require(by, "pair.find", round.place_id, on)
    compared = whom_to_compare(round, everybody=everybody)
    pairs = compare(compared, on=on, threshold=threshold, engine=engine, told=told)
    return record_pairs(round=round, pairs=pairs, compared=compared, threshold=threshold, by=by, on=on)


def record_pairs(
    *, round: Round, pairs: pl.DataFrame, by: User | None, on: date, compared: Compared | None = None, threshold: float = _THRESHOLD
) -> MatchRun:
    """Writes down what a search has found: `pairs` has the columns of PAIRS; a pair that is known keeps its answer and asks nothing again."""
    require(by, "pair.find", round.place_id, on)
    compared = compared or Compared()
    with acting("pair.find", by=by):
        for table in (Decision, Pair):  # always in this order, so that nobody waits for somebody who waits
            lock_table(table)
        asked = _sides(pairs)
        known = read_frame(_KNOWN, [], _SIDES)
        new = asked.join(known, on=list(_SIDES), how="anti", nulls_equal=True, maintain_order="left")
        run = MatchRun.objects.create(
            round=round,
            threshold=threshold,
            people=compared.new.height,
            known=compared.known.height,
            entries=compared.entries.height,
            last_candidate=compared.last_candidate,
            found=asked.height,
            new=new.height,
        )
        insert_frame(Pair, new.with_columns(run_id=pl.lit(run.pk)))
        for register in compared.registers:
            effects.renew(register)
        _note_registers(round, compared, asked)
    return run


def decide(*, pair: Pair, answer: str, reason: str, by: User | None, on: date, keep: str = "") -> Done:
    """ "same", "different" or "unsure". The same: two people become one (as the one with the NIK `keep`, else see `effects.default_kept`), or what
    the register says holds of the person. The same answer again by the same user changes nothing.

    Errors: InputError for an answer, a reason or a NIK that cannot be; RefusedError `pair.decided` where somebody has answered already,
    `pair.contradicts` where another answer says the contrary.
    """
    require_at(pair, by, on)
    reason = " ".join(reason.split())[:_LONGEST_REASON]
    if answer not in (Answer.SAME, Answer.DIFFERENT, Answer.UNSURE):
        raise InputError("pair.answer", Words("Isi same (sama), different (beda), atau unsure (belum jelas).", "Answer same, different or unsure."))
    if not reason:
        raise InputError("pair.reason_missing", Words("Tulis alasannya, satu kalimat cukup.", "Write the reason; one sentence is enough."))
    with acting("pair.decide", by=by):
        lock_table(Decision)  # of two who answer at once the second sees the first
        last = last_decision(pair)
        if last and last.answer in (Answer.SAME, Answer.DIFFERENT):
            if (last.answer, last.by) == (answer, by) and (not keep or (last.kept and last.kept.nik == keep)):
                return Done(last)
            raise _decided(last)
        people = list(Person.objects.filter(pk__in=numbers_of(sides_of(pair))).order_by("pk"))
        _refuse_contradiction(pair, answer, people)
        made = Decision(pair=pair, number=last.number + 1 if last else 1, answer=answer, reason=reason, by=by, signed=_name(by), on=on)
        return _same(made, people, keep) if answer == Answer.SAME else _plain(made)


def undo(*, decision: Decision, reason: str, by: User | None, on: date) -> Done:
    """Takes an answer back: people are two again, what the register says no longer holds, spells begin anew where there is room. History stays.

    Errors: InputError without a reason; RefusedError `decision.taken_back` where that was done already, `decision.not_the_last` for an answer that a
    later one has replaced.
    """
    require_at(decision.pair, by, on)
    reason = " ".join(reason.split())[:_LONGEST_REASON]
    if not reason:
        raise InputError("pair.reason_missing", Words("Tulis alasannya, satu kalimat cukup.", "Write the reason; one sentence is enough."))
    with acting("pair.undo", by=by):
        lock_table(Decision)
        last = _to_take_back(decision)
        people = list(Person.objects.filter(pk__in=numbers_of(sides_of(decision.pair))).order_by("pk"))
        before = in_force(Pair.objects.filter(pk=decision.pair_id), but=decision)
        made = Decision.objects.create(
            pair=decision.pair,
            number=last.number + 1,
            answer=before[0].answer if before else Answer.OPEN,
            reason=reason,
            by=by,
            signed=_name(by),
            on=on,
            takes_back=decision,
        )
        if decision.answer != Answer.SAME:
            return Done(made)
        if decision.standing:
            Standing.objects.filter(pk=decision.standing.pk).update(withdrawn_on=on)
        else:
            effects.separate(decision=made, people=people)
        back, left = effects.bring_back(decision=made, undone=decision, people=[person.pk for person in people])
        return Done(made, back, left)


def reveal_numbers(*, pair: Pair, by: User | None, on: date) -> None:
    """Puts on the trail that somebody was shown both NIKs of the pair. OutOfScopeError unless they may, wherever its people are candidates."""
    codes = {code for person in sides_of(pair) for code in places_of([person])}
    for code in sorted(codes | ({pair.entry.register.place_id} if pair.entry else set())):
        require(by, "nik.reveal", code, on)
    with acting("nik.reveal", by=by, note=f"pair {pair.pk}"):
        pass


def reveal_in_sheet(*, pairs: Sequence[Pair], by: User | None) -> None:
    """Puts on the trail that somebody took these pairs away in a workbook, with the NIKs that they may see."""
    with acting("nik.reveal", by=by, note=f"{len(pairs)} pairs in a workbook"):
        pass


def holding(pair: Pair) -> Decision | None:
    """The answer that holds and that could be taken back."""
    return next(iter(in_force(Pair.objects.filter(pk=pair.pk))), None)


def require_at(pair: Pair, by: User | None, on: date) -> None:
    """OutOfScopeError unless the person may decide wherever the people of the pair are candidates."""
    for code in places_of(sides_of(pair)):
        require(by, "pair.decide", code, on)


def _name(by: User | None) -> str:
    return str(by)[:120] if by else _OWNER


def _plain(made: Decision) -> Done:
    made.save()
    return Done(made)


def _same(made: Decision, people: list[Person], keep: str) -> Done:
    if made.pair.other_id is None:
        made.standing = effects.confirm(pair=made.pair)
        made.save()
        return Done(made, effects.end_for(decision=made, standing=made.standing))
    made.kept = next((person for person in people if person.nik == keep), None) if keep else effects.default_kept(people)
    if made.kept is None:
        raise InputError(
            "pair.keep_unknown",
            Words(
                "NIK yang dipakai harus salah satu NIK dari pasangan ini. Periksa angkanya.",
                "The NIK to keep must be one of the pair's. Check its digits.",
            ),
        )
    made.save()
    return Done(made, effects.merge(decision=made, people=people, kept=made.kept))


def _decided(last: Decision) -> RefusedError:
    said = SAID[last.answer]
    return RefusedError(
        "pair.decided",
        Words(
            f"Pasangan {last.pair_id} sudah diputuskan oleh {last.signed} pada {day(last.on)}: {said.id}. Tidak ada yang diubah. "
            f"Bila keliru, batalkan dulu dengan “payung review undo {last.pair_id}”.",
            f"Pair {last.pair_id} was decided by {last.signed} on {day(last.on, 'en')}: {said.en}. Nothing was changed. "
            f"If that is wrong, take it back first with “payung review undo {last.pair_id}”.",
        ),
    )


def _refuse_contradiction(pair: Pair, answer: str, people: list[Person]) -> None:
    if pair.other_id is None or answer == Answer.UNSURE:
        return
    ones = {person.pk: person.same_as_id or person.pk for person in people}
    one = ones[pair.person_id] == ones[pair.other_id]
    if answer == Answer.DIFFERENT and one:
        raise RefusedError(
            "pair.contradicts",
            Words(
                f"Menurut keputusan lain, kedua NIK pada pasangan {pair.pk} sudah milik satu orang. Batalkan dulu keputusan itu.",
                f"By another decision both NIKs of pair {pair.pk} belong to one person. Take that decision back first.",
            ),
        )
    against = different_among(ones) if answer == Answer.SAME and not one else None
    if against:
        raise RefusedError(
            "pair.contradicts",
            Words(
                f"Menurut {against.signed} pada {day(against.on)}, pasangan {against.pair_id} adalah orang yang berbeda, "
                f"padahal akan ikut menjadi satu. Batalkan dulu keputusan itu, atau jawab lain di sini.",
                f"By {against.signed} on {day(against.on, 'en')}, pair {against.pair_id} are different people, who would become one too. "
                f"Take that decision back first, or answer otherwise here.",
            ),
        )


def _to_take_back(decision: Decision) -> Decision:
    """The last decision of the pair, if it is the one to be taken back."""
    last = last_decision(decision.pair)
    back = Decision.objects.filter(takes_back=decision).first()
    if back:
        raise RefusedError(
            "decision.taken_back",
            Words(
                f"Keputusan ini sudah dibatalkan oleh {back.signed} pada {day(back.on)}. Tidak ada yang diubah.",
                f"This decision was taken back by {back.signed} on {day(back.on, 'en')}. Nothing was changed.",
            ),
        )
    if last is None or decision.takes_back_id or decision != in_force(Pair.objects.filter(pk=decision.pair_id))[0]:
        raise RefusedError(
            "decision.not_the_last",
            Words(
                "Yang bisa dibatalkan hanya keputusan yang sekarang berlaku. Tidak ada yang diubah.",
                "Only the decision that holds now can be taken back. Nothing was changed.",
            ),
        )
    return last


def _sides(pairs: pl.DataFrame) -> pl.DataFrame:
    """Columns of review_pair that a search decides: each pair once, the likeliest where it was found twice."""
    found = pairs.select(pl.col(name).cast(kind) for name, kind in PAIRS.items())
    low, high = pl.min_horizontal("person_id", "other_id"), pl.max_horizontal("person_id", "other_id")
    people = found.filter(pl.col("entry_id").is_null()).with_columns(person_id=low, other_id=high, kind=pl.lit(""), entry_key=pl.lit(""))
    lines = found.filter(pl.col("entry_id").is_not_null()).join(_lines(found["entry_id"].drop_nulls()), on="entry_id")
    both = pl.concat([people, lines.select(people.columns)]).sort("probability", descending=True, maintain_order=True)
    likeliest = both.unique(list(_SIDES), keep="first", maintain_order=True)
    return likeliest.with_columns(pl.col("why").str.slice(0, _LONGEST_WHY))


def _lines(ids: pl.Series) -> pl.DataFrame:
    """entry_id, kind, entry_key of lines of registers."""
    schema = {"entry_id": pl.Int64, "kind": pl.String, "nik": pl.String, "name": pl.String, "birth_date": pl.Date}
    lines = read_frame(_LINES + one_of("e.id"), [as_one(ids.to_list())], schema)
    return lines.select("entry_id", "kind", entry_keys(lines))


def _note_registers(round: Round, compared: Compared, asked: pl.DataFrame) -> None:
    """Which version was asked about how many people, and of how many it seems to speak."""
    of_register = dict(compared.entries.select("id", "register_id").iter_rows())
    found = asked.drop_nulls("entry_id").with_columns(register=pl.col("entry_id").replace_strict(of_register, default=None, return_dtype=pl.Int64))
    counts = dict(found.group_by("register").agg(pl.col("person_id").n_unique()).iter_rows())
    renewed = set(compared.fresh["register_id"])
    used = set(RegisterUse.objects.filter(round=round, work=WORK).values_list("register", flat=True))
    RegisterUse.objects.bulk_create(
        RegisterUse(register=register, round=round, work=WORK, rows=rows, found=counts.get(register.pk, 0))
        for register in compared.registers
        if (rows := compared.new.height + (compared.others.height if register.pk in renewed else 0)) or register.pk not in used
    )
