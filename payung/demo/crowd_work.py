"""Writing a large programme: people, lists, money, months, of each regency of a province in turn.

Lists, acceptance, ranking, determination, the first list, bills and payments are written by the product's own actions; the rows and the monthly
changes, which it would read or judge one regency and month at a time, are written as frames.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper

from payung.audit.actions import acting
from payung.billing.actions import make_bill, pay_bill
from payung.cli.machine import prepare
from payung.coverage.actions import record_universe
from payung.demo.crowd_rows import file_name, register_frames, senders, sent_rows
from payung.demo.crowd_users import make_users
from payung.intake.actions import accept_lists, import_register, open_round
from payung.intake.models import Finding, Row, SubmittedList
from payung.intake.read.refusals import NO_HEADER
from payung.intake.writing import as_written
from payung.places.codes import all_places, villages
from payung.places.models import Office, Place
from payung.planning.actions import determine, open_fund
from payung.planning.models import Fund
from payung.planning.queries import decided_frame, newest_determination, prices_of
from payung.registry.bulk import insert_frame, reserve_ids, update_frame
from payung.registry.models import Candidate, Round
from payung.review.models import Decision, MatchRun, Pair
from payung.roster.actions import start_roster
from payung.roster.models import Change, Membership
from payung.values.errors import RefusedError
from payung.values.month import Month
from payung.values.words import Words

PROVINCE = "74"  # Sulawesi Tenggara: 17 regencies and cities
LARGEST = "74.05"  # the regency of the demo, with a fifth of everybody
TODAY = date(2026, 4, 20)
_START = date(2023, 5, 1)
_MONTHS = 36  # with a bill: May 2023 to April 2026
_ROUND = "Pendataan 2023-2026"
_IN = 0.8  # of the candidates
_LEAVES = 5  # of a thousand, each month
_TABLE_OF_LINES = "billing_billline"

Told = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """How many rows each table has, and the seconds it took."""

    rows: dict[str, int]
    seconds: float


def make_crowd(people: int, told: Told = lambda _: None, regencies: int | None = None) -> Made:
    """About `people` candidates in the province, or in its first so many `regencies`.

    Errors: RefusedError for a database in which somebody works already.
    """
    began = time.monotonic()
    prepare()
    if Round.objects.exists():
        raise RefusedError(
            "crowd.not_empty", Words("Basis data ini sudah berisi pendataan. Pilih yang kosong.", "This database has a round. Choose an empty one.")
        )
    shares = _shares(people, regencies)
    for code, count in shares.items():
        _regency(code, count)
        told(f"{time.monotonic() - began:6.0f} s  {code}: {count} orang")
    _analyze()
    with _without_keys(_TABLE_OF_LINES):
        for code in shares:
            _bills(code, late=code == list(shares)[1])
            told(f"{time.monotonic() - began:6.0f} s  {code}: tagihan")
    make_users(list(shares))
    _analyze()
    return Made(_counts(), time.monotonic() - began)


def _shares(people: int, regencies: int | None) -> dict[str, int]:
    """People by regency, the largest first: it has a fifth, the others share the rest by their villages."""
    codes = all_places().filter(level=2, parent=PROVINCE)["code"].to_list()
    codes = [LARGEST, *(code for code in codes if code != LARGEST)][:regencies]
    sizes = {code: villages(code).height for code in codes[1:]}
    rest, whole = people - people // 5, sum(sizes.values())
    return {LARGEST: people // 5} | {code: rest * size // whole for code, size in sizes.items()}


def _regency(code: str, people: int) -> None:
    place = Place.objects.get(code=code)
    rows = sent_rows(code, people)
    _registers(place, rows)
    round = open_round(place=place, name=_ROUND, start=_START, by=None)
    late = pl.col("sender") % 33 == 32  # sent, and not accepted yet
    with acting("list.receive", by=None):
        offices = _offices(code)
        _lists(round.pk, offices, rows.filter(~late))
    accept_lists(round=round, by=None, on=TODAY)
    with acting("list.receive", by=None):
        _lists(round.pk, offices, rows.filter(late))
        _refused(round.pk, offices)
    _pairs(round)
    _money(place, round)


def _offices(code: str) -> list[int]:
    """Keys of the senders, in their order."""
    wanted = senders(code)
    Office.objects.bulk_create(
        (Office(kind=kind, name=name, place_id=place) for kind, name, place in wanted.select("kind", "name", "place").iter_rows()),
        ignore_conflicts=True,
    )
    there = {(office.name, office.place_id): office.pk for office in Office.objects.filter(place__code__startswith=code)}
    return [there[name, place] for name, place in wanted.select("name", "place").iter_rows()]


def _lists(round: int, offices: list[int], rows: pl.DataFrame) -> None:
    names = dict(Office.objects.filter(pk__in=offices).values_list("pk", "name"))
    sent = rows.group_by("sender").agg(rows=pl.len()).sort("sender")
    sent = sent.with_columns(
        id=reserve_ids(SubmittedList, sent.height),
        file_name=pl.Series([file_name(at, names[offices[at]]) for at in sent["sender"]], dtype=pl.String),
        office_id=pl.Series([offices[at] for at in sent["sender"]], dtype=pl.Int64),
    )
    sha256 = pl.format("{}{}", pl.lit(f"{round:024d}"), pl.col("id").cast(pl.String).str.zfill(40))
    written = sent.select(
        "id", "file_name", "office_id", "rows", sha256=sha256, round_id=pl.lit(round), size=pl.col("rows") * 96, state=pl.lit("received"),
        refusal=pl.lit(""), refusal_id=pl.lit(""), refusal_en=pl.lit(""),
    )  # fmt: skip
    insert_frame(SubmittedList, written)
    rows = rows.join(sent.select("sender", list_id="id"), on="sender", how="left", maintain_order="left")
    rows = rows.with_columns(id=reserve_ids(Row, rows.height), date_number=pl.lit(False), sheet=pl.lit("Sheet1"))
    readable = ~pl.col("code").is_in(["nik.missing", "nik.malformed", "nik.damaged"])
    dated = ~pl.col("code").is_in(["birth_date.missing", "birth_date.invalid"])
    insert_frame(
        Row,
        rows.select(
            "id", "list_id", "sheet", "number", "birth_place", "occupation", "village_id", "verdict",
            as_written=as_written(),
            nik=pl.when(readable).then("own_nik").otherwise(pl.lit("")),
            name=pl.col("name").fill_null(""),
            birth_date=pl.when(dated).then("own_born"),
            sex="sex",
            income=pl.col("income").cast(pl.Int64),
            codes=pl.concat_str(["code", pl.when(pl.col("phone").is_null()).then(pl.lit(" phone.missing")).otherwise(pl.lit(""))]).str.strip_chars(),
        ),
    )  # fmt: skip
    insert_frame(Finding, rows.filter(pl.col("code") != "").select("code", "column", "value", "evidence", row_id="id"))


def _refused(round: int, offices: list[int]) -> None:
    for at, office in enumerate(offices[::90]):
        SubmittedList.objects.create(
            round_id=round, office_id=office, file_name=f"usulan {at}.xlsx", sha256=f"{round:032d}{at:032x}"[:64], size=12_000,
            state=SubmittedList.State.REFUSED, refusal=NO_HEADER.code, refusal_id=NO_HEADER.words.id, refusal_en=NO_HEADER.words.en,
        )  # fmt: skip


def _registers(place: Place, rows: pl.DataFrame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for kind, frame in register_frames(rows).items():
            path = Path(folder) / f"{kind}.csv"
            frame.select("nik", "name").write_csv(path)
            import_register(
                place=place, kind=kind, frame=frame, path=path, source="karangan untuk peragaan", owner="karangan", as_of=date(2026, 4, 1), by=None
            )
    by_district = rows.group_by(rows["village_id"].str.slice(0, 8).alias("district")).len().sort("district")
    figures = [(district, count * 3 + 1_000) for district, count in by_district.iter_rows()]
    for code, value in [*figures, (place.code, sum(value for _, value in figures))]:
        record_universe(
            place=type(place).objects.get(code=code), definition="universe_bpjs", value=value, source="karangan untuk peragaan",
            as_of=date(2025, 12, 31), by=None, on=TODAY,
        )  # fmt: skip


def _pairs(round: Round) -> None:
    """One of a thousand who stand next to each other may be one person; two of five are decided."""

    people = sorted(Candidate.objects.filter(round=round).values_list("person_id", flat=True))
    if len(people) < 2:
        return
    frame = pl.DataFrame({"person_id": people[:-1:1000], "other_id": people[1::1000][: len(people[:-1:1000])]}).with_row_index("at")
    with acting("pair.find", by=None):
        run = MatchRun.objects.create(
            round=round, threshold=0.9, people=len(people), known=0, entries=0, last_candidate=max(people), found=frame.height, new=frame.height
        )
        chance = (0.92 + (pl.col("at") % 8) / 100).alias("probability")
        why = "given=near family=same birth_date=same sex=same nik=one_digit village=same"
        frame = frame.with_columns(id=reserve_ids(Pair, frame.height))
        blank = {"kind": pl.lit(""), "entry_key": pl.lit(""), "why": pl.lit(why), "run_id": pl.lit(run.pk)}
        insert_frame(Pair, frame.select("id", "person_id", "other_id", chance, **blank))
    with acting("pair.decide", by=None):
        decided = frame.filter(pl.col("at") % 5 < 2).select(
            pair_id="id",
            number=pl.lit(1),
            answer=pl.lit("different"),
            reason=pl.lit("KTP keduanya berbeda"),
            signed=pl.lit("Petugas"),
            on=pl.lit(TODAY),
        )
        insert_frame(Decision, decided)


def _money(place: Place, round: Round) -> None:
    """The regency's fund with its list and 36 months of changes, and a small one for whom that fund does not reach."""
    people = Candidate.objects.filter(round=round).count()
    for name, source, share, first in (("APBD", "APBD", _IN, Month.of(_START)), ("CSR", "CSR", 0.03, Month.at(2026, 1))):
        last = Month.at(2026, 12)
        price = sum(prices_of(Fund(place=place, source=source, first_month=first, last_month=last)))
        fund = open_fund(
            place=place, round=round, name=f"{name} {place.name} {first.year}-2026", source=source, amount=round_up(people * share) * price,
            first_month=first, months=last - first + 1, by=None, on=_START,
        )  # fmt: skip
        made = determine(fund=fund, number=f"{name}/{place.code}/2026", decided_on=_START, by=None, on=_START)
        start_roster(determination=made.determination, by=None, on=_START)
        if name == "APBD":
            _changes(fund)


def round_up(people: float) -> int:
    return max(1, int(people))


def _changes(fund: Fund) -> None:
    """Each month some leave, and as many of those who wait come in for them, in their order."""

    determination = newest_determination(fund)
    if determination is None:
        return
    first = Month.of(_START)
    listed = pl.DataFrame(
        list(Membership.objects.filter(fund=fund).values_list("pk", "person_id")), schema={"id": pl.Int64, "person_id": pl.Int64}, orient="row"
    )
    chance = pl.col("person_id").hash(71)
    month = first.no + 1 + (pl.col("person_id").hash(72) % (_MONTHS - 1)).cast(pl.Int32)
    reasons = ["deceased", "deceased", "employed", "moved", "self_paying"]
    why = (pl.col("person_id").hash(73) % 5).replace_strict(dict(enumerate(reasons)), return_dtype=pl.String)
    gone = listed.filter(chance % 1000 < _LEAVES * (_MONTHS - 1)).with_columns(month=month, reason=why).sort("month", "person_id")
    waiting = decided_frame(determination).filter(outcome="waiting").select("person_id").head(gone.height)
    gone = gone.head(waiting.height)
    come = waiting.with_columns(month=gone["month"])
    with acting("roster.change", by=None):
        update_frame(Membership, gone.select("id", last_month=pl.col("month") - 1))
        insert_frame(Membership, come.select("person_id", fund_id=pl.lit(fund.pk), first_month="month"))
        left = gone.select("person_id", "month", "reason", direction=pl.lit("out"))
        came = come.select("person_id", "month", reason=pl.lit("replacement"), direction=pl.lit("in"))
        both = pl.concat([left, came]).sort("month", "direction")
        insert_frame(Change, both.with_columns(fund_id=pl.lit(fund.pk), note=pl.lit("")))


def _bills(code: str, *, late: bool) -> None:
    """A bill of every month up to this one; the last is not paid yet, of a regency that is late neither are the two before it."""
    now = Month.of(TODAY)
    for fund in Fund.objects.filter(place=code).order_by("pk"):
        for month in fund.first_month.upto(now):
            day = month.first_day.replace(day=5)
            bill = make_bill(fund=fund, month=month, by=None, on=day)
            if now - month > (2 if late else 0):
                pay_bill(bill=bill, amount=bill.total, paid_on=day.replace(day=12), reference=f"SP2D/{code}/{fund.pk}/{month}", by=None, on=day)


@contextmanager
def _without_keys(table: str) -> Iterator[None]:
    """On PostgreSQL its foreign keys, and indexes that no constraint needs, are put aside meanwhile; checked and built once at the end."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        _check_now(cursor)
        cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass", [table])
        keys = cursor.fetchall()
        cursor.execute(
            """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = %s::regclass
            AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)""",
            [table],
        )
        indexes = cursor.fetchall()
        for name, _ in keys:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        _check_now(cursor)
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for _, text in indexes:
            cursor.execute(text)
        for name, text in keys:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {text}')


def _check_now(cursor: CursorWrapper) -> None:
    """Inside a transaction a table with checks that wait for its end is not altered."""
    if connection.in_atomic_block:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" and not connection.in_atomic_block else "ANALYZE")


def _counts() -> dict[str, int]:
    wanted = ("intake.Row", "intake.Finding", "registry.Person", "registry.Candidate", "planning.Decided", "roster.Membership", "roster.Change",
              "billing.Bill", "billing.BillLine", "audit.Entry", "accounts.User")  # fmt: skip
    return {name: apps.get_model(name).objects.count() for name in wanted}
