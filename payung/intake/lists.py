"""Lists and rows as people look at them: with their counts, what was found about each row in words, and what the file held."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any, overload

from django.db.models import Count, Q, QuerySet, Sum

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.audit.actions import acting
from payung.filing.kept import kept_at
from payung.intake.checks.catalog import FINDINGS, sentence
from payung.intake.models import Finding, Row, RowCount, SubmittedList
from payung.intake.queries import visible_lists
from payung.places.models import Place
from payung.registry.models import Round
from payung.values.errors import OutOfScopeError, RefusedError
from payung.values.nik import mask_in
from payung.values.problem import VERDICT_OF, Severity, Verdict
from payung.values.words import Words

_SILENT = ("occupation.missing", "phone.missing", "mother.missing")  # the empty cell says it, there is no line of it


@dataclass(frozen=True)
class ListLine:
    """A list with its rows of each verdict and how many correction sheets came for it."""

    sent: SubmittedList
    counts: dict[str, int]
    corrections: int

    @property
    def rows(self) -> int:
        """Rows as they are counted now; of a refused file none."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Told:
    """One finding about a row in words, long numbers masked. `state`: how much it weighs, as a verdict."""

    code: str
    state: str
    title: Words
    what: Words
    remedy: Words


def list_lines(round: Round, *, visible_to: User | None, on: date, place: str = "", office: int | None = None) -> list[ListLine]:
    """The lists of a round that are seen, the newest first; `place`: of senders who sit there, `office`: of this sender."""
    lists = visible_lists(round, visible_to=visible_to, on=on)
    if place:
        lists = lists.filter(Q(office__place=place) | Q(office__place__code__startswith=f"{place}."))
    if office:
        lists = lists.filter(office=office)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: {verdict.value: 0 for verdict in Verdict})
    counted = RowCount.objects.filter(list__in=lists.values("pk")).values_list("list_id", "verdict")
    for pk, verdict, rows in counted.annotate(n=Sum("rows")).order_by():
        counts[pk][verdict] = rows
    sheets: dict[int, int] = defaultdict(int)
    for pk in SubmittedList.objects.filter(corrects__in=lists.values("pk")).values_list("corrects", flat=True):
        sheets[pk or 0] += 1
    return [ListLine(sent, counts[sent.pk], sheets[sent.pk]) for sent in lists.select_related("office__place").order_by("-pk")]


def the_list(number: int, *, visible_to: User | None, on: date) -> SubmittedList:
    """The list of that key, or the correction sheet; OutOfScopeError `list.not_seen` unless its sender is seen."""
    sight = sight_of(visible_to, on)
    mine = Q() if "" in sight.places else sight.in_places("office__place") | sight.of_offices()
    sent = SubmittedList.objects.filter(mine, pk=number).select_related("office__place", "round__place", "corrects").first()
    if sent is None:
        raise OutOfScopeError("list.not_seen", Words("Daftar ini di luar wilayah Anda.", "This list is outside your area."))
    return sent


def the_row(number: int, *, visible_to: User | None, on: date) -> Row:
    """The row of that key; OutOfScopeError `row.not_seen` unless the sender of its list is seen."""
    row = Row.objects.filter(pk=number).select_related("list__round__place", "village").first()
    if row is None:
        raise OutOfScopeError("row.not_seen", Words("Baris ini di luar wilayah Anda.", "This row is outside your area."))
    row.list = the_list(row.list_id, visible_to=visible_to, on=on)
    return row


def narrowed(rows: "QuerySet[Row]", *, verdict: str = "", reason: str = "", place: str = "") -> "QuerySet[Row]":
    """Rows of a verdict, that were told a reason (a code), of people of a place."""
    if verdict in set(Verdict):
        rows = rows.filter(verdict=verdict)
    if reason in FINDINGS:
        rows = rows.filter(codes__contains=reason)
        if FINDINGS[reason].severity != Severity.WARNING:
            rows = rows.filter(verdict__in=[Verdict.NEEDS_FIXING, Verdict.REJECTED, Verdict.DUPLICATE])  # none of them passes; the index knows
    if place:
        rows = rows.filter(Q(village=place) | Q(village__code__startswith=f"{place}."))
    return rows


class RowsInOrder(Sequence[Row]):
    """Rows of many lists, list after list. How many each list has is known beforehand, so that a page reads the rows of one or two lists only.

    `lists`: the lists whose rows they are; the rest narrows as `narrowed` does.
    """

    def __init__(self, lists: "QuerySet[SubmittedList]", *, verdict: str = "", reason: str = "", place: str = "") -> None:
        self.rows = narrowed(Row.objects.all(), verdict=verdict, reason=reason, place=place).select_related("list__office", "list__round", "village")
        ids = list(lists.order_by("pk").values_list("pk", flat=True))
        if reason in FINDINGS:
            told = narrowed(Row.objects.filter(list__in=ids), verdict=verdict, reason=reason, place=place).values_list("list")
            counts: Any = told.annotate(n=Count("pk")).order_by()
        else:
            held = RowCount.objects.filter(list__in=ids, rows__gt=0)
            if verdict in set(Verdict):
                held = held.filter(verdict=verdict)
            if place:
                held = held.filter(Q(village=place) | Q(village__startswith=f"{place}."))
            counts = held.values_list("list").annotate(n=Sum("rows")).order_by()
        self.counts = sorted((pk, n) for pk, n in counts)

    def __len__(self) -> int:
        return sum(n for _, n in self.counts)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, int):
            return self[at : at + 1][0]
        first, last, _ = at.indices(len(self))
        ends = list(accumulate(n for _, n in self.counts))
        held = [pk for (pk, n), end in zip(self.counts, ends, strict=True) if end - n < last and end > first]
        skipped = next((end - n for (_, n), end in zip(self.counts, ends, strict=True) if end > first), 0)
        return list(self.rows.filter(list__in=held).order_by("list_id", "sheet", "number")[first - skipped : last - skipped]) if held else []

    def __iter__(self) -> Iterator[Row]:
        for pk, _ in self.counts:
            yield from self.rows.filter(list=pk).order_by("sheet", "number")


def counts_of(lists: "QuerySet[SubmittedList]", place: str = "") -> dict[str, int]:
    """Rows of each verdict in these lists, of people of a place."""
    counts = RowCount.objects.filter(list__in=lists.values("pk"))
    if place:
        counts = counts.filter(Q(village=place) | Q(village__startswith=f"{place}."))
    held = dict(counts.values_list("verdict").annotate(n=Sum("rows")).order_by())
    return {verdict.value: held.get(verdict.value, 0) for verdict in Verdict}


def villages_named(lists: "QuerySet[SubmittedList]") -> list[Place]:
    """Villages that rows of these lists name, by name."""
    codes = RowCount.objects.filter(list__in=lists.values("pk"), rows__gt=0).exclude(village="").values("village").distinct()
    return list(Place.objects.filter(code__in=codes).order_by("name", "code"))


def reasons_for(verdict: str) -> list[str]:
    """Codes that can give a row this verdict ("": any)."""
    return [code for code, finding in FINDINGS.items() if not verdict or VERDICT_OF[finding.severity] == verdict]


def told_of(rows: Sequence[Row], *, silent: bool = False) -> dict[int, list[Told]]:
    """Row -> what was found about it, the gravest first; `silent`: also cells that are merely empty. One statement."""
    found: dict[int, list[Told]] = {row.pk: [] for row in rows}
    for finding in Finding.objects.filter(row__in=list(found)).order_by("pk"):
        found[finding.row_id].append(_told(finding.code, finding.value, finding.evidence))
    if silent:
        for row in rows:
            found[row.pk] += [_told(code, "", "") for code in _SILENT if code in row.codes.split()]
    order = [VERDICT_OF[severity].value for severity in Severity]
    return {pk: sorted(told, key=lambda one: order.index(one.state)) for pk, told in found.items()}


def _told(code: str, value: str, evidence: str) -> Told:
    finding, what = FINDINGS[code], sentence(code, value, evidence)
    return Told(code, VERDICT_OF[finding.severity].value, finding.title, Words(mask_in(what.id), mask_in(what.en)), finding.do)


def in_one(told: Iterable[Told]) -> Words:
    """All findings of a row in one text."""
    held = list(told)
    return Words(" ".join(one.what.id for one in held), " ".join(one.what.en for one in held))


def original_file(sent: SubmittedList, *, by: User | None, on: date) -> Path:
    """The file as it was received, which holds numbers in full: taking it out is an act. RefusedError `list.file_gone` where it is not kept."""
    the_list(sent.pk, visible_to=by, on=on)
    kept = kept_at(sent.sha256)
    if not kept.is_file():
        raise RefusedError(
            "list.file_gone",
            Words(
                "Berkas asli ini tidak ada lagi di penyimpanan. Barisnya tetap tersimpan.",
                "The original file is no longer kept here. Its rows are.",
            ),
        )
    with acting("list.download", by=by, note=f"list {sent.pk}"):
        return kept
