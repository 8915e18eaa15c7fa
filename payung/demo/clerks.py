"""How clerks write one person differently: names, NIKs, dates, telephones, and columns that a list does not have.

Shares are our own choice, as in payung/demo/families.py.
"""

import polars as pl

from payung.demo.chance import Chance
from payung.demo.family_names import AFTER, BEFORE, BIRTH_PLACES, SPELLINGS
from payung.demo.names import ELSEWHERE

LIST_ROWS = 250
NIK_AGAIN = {"one digit": 0.33, "two digits": 0.08, "swapped": 0.17, "moved": 0.2, "missing": 0.11, "damaged": 0.11}
NIK_IN_REGISTER = {"same": 0.6, "one digit": 0.15, "two digits": 0.03, "swapped": 0.07, "moved": 0.08, "missing": 0.05, "damaged": 0.02}
SPELLS_OTHERWISE = 0.25  # for each rule of spelling that fits a name
NAME_AGAIN = {"typo": 0.12, "doubled": 0.05, "dropped letter": 0.05, "first dropped": 0.05, "last dropped": 0.08, "order": 0.06,
              "before": 0.05, "after": 0.03, "joined": 0.03, "initial": 0.03, "same": 0.45}  # fmt: skip
DATE_AGAIN = {"missing": 0.05, "day and month": 0.06, "day digit": 0.05, "month digit": 0.03, "year by one": 0.04, "year by ten": 0.02,
              "first of january": 0.02, "same": 0.73}  # fmt: skip
MOVED = 0.15  # rows with another village, address and telephone
NEW_PHONE = 0.3
ADDRESS_OTHERWISE = 0.3
MOTHER_OTHERWISE = 0.25
OTHER_SEX = 0.01
OTHER_BIRTH_PLACE = 0.12
MISSING_CELL = 0.04  # of mother, birth place, address, village, telephone, sex, one by one
FIRST_MISSING_NIK = 0.02  # rows that come once, too, lack a NIK or a date now and then
FIRST_MISSING_DATE = 0.02
FIRST_TITLE = 0.03
CAPITALS = 0.45  # lists written in capitals
COLUMN_ABSENT = {"nik": 0.03, "sex": 0.1, "mother": 0.35, "birth_place": 0.3, "address": 0.25, "village": 0.12, "phone": 0.25}  # lists without it
_CELLS = ["mother", "birth_place", "address", "village", "phone", "sex"]
_HOME = ["village", "address", "phone"]
_LETTERS = list("abdeghiklmnoprstuwy")


def write_again(people: pl.DataFrame, chance: Chance, word: str, *, clean: bool = False, register: bool = False) -> pl.DataFrame:
    """The people of payung.demo.families.invent_people as one clerk writes them; `copy` tells the rows of a person apart.

    `clean` is how a person is written whose row is the first: hardly anything differs. In a `register` most NIKs are right.
    """
    copy = {"first": 0, "second": 1, "third": 2}[word]
    people = people.with_columns(copy=pl.lit(copy, dtype=pl.Int64))
    if clean:
        return people.with_columns(
            nik=pl.when(~chance.happens("first nik", FIRST_MISSING_NIK)).then(pl.col("nik")),
            birth_date=pl.when(~chance.happens("first date", FIRST_MISSING_DATE)).then(pl.col("birth_date")),
            name=pl.when(chance.happens("first title", FIRST_TITLE)).then(_title(chance, "first") + pl.col("name")).otherwise("name"),
        )
    moved = chance.happens(f"{word} moved", MOVED)
    where = chance.below(f"{word} where", people.height)
    people = people.with_columns(nik=nik_again(chance, word, NIK_IN_REGISTER if register else NIK_AGAIN))
    people = people.with_columns(pl.when(moved).then(pl.col(column).gather(where)).otherwise(column).alias(column) for column in _HOME)
    people = name_again(people.with_columns(other_mother="mother"), "other_mother", chance, f"{word} mother")
    people = name_again(people, "name", chance, word)
    new_phone = chance.one_of(f"{word} start", ["0811", "0822", "0851"]) + (10**7 + chance.below(f"{word} new", 9 * 10**7)).cast(pl.String)
    return people.with_columns(
        birth_date=date_again(chance, word),
        mother=pl.when(chance.happens(f"{word} mother", MOTHER_OTHERWISE)).then(pl.col("other_mother")).otherwise("mother"),
        phone=pl.when(chance.happens(f"{word} phone", NEW_PHONE)).then(new_phone).otherwise("phone"),
        address=pl.when(chance.happens(f"{word} address", ADDRESS_OTHERWISE))
        .then(pl.col("address").str.replace(" RT 0*", "/RT "))
        .otherwise("address"),
        birth_place=pl.when(chance.happens(f"{word} place", OTHER_BIRTH_PLACE))
        .then(chance.one_of(f"{word} place", BIRTH_PLACES))
        .otherwise("birth_place"),
        sex=pl.when(chance.happens(f"{word} sex", OTHER_SEX)).then(pl.col("sex").replace({"L": "P", "P": "L"})).otherwise("sex"),
    ).drop("other_mother")


def put_on_lists(rows: pl.DataFrame, chance: Chance, word: str, lists: int) -> pl.DataFrame:
    """Each row on one of the lists, which lack columns, are written in capitals and have cells left empty."""
    near = pl.col("home") * 7 + chance.below(f"{word} sender", 7)
    rows = rows.with_columns(list=near % lists)
    absent = [
        pl.when(
            ~(chance.happens(f"{column} absent", share, "list") | chance.happens(f"{word} {column} empty", MISSING_CELL if column in _CELLS else 0))
        )
        .then(pl.col(column))
        .alias(column)
        for column, share in COLUMN_ABSENT.items()
    ]
    capitals = chance.happens("capitals", CAPITALS, "list")
    return rows.with_columns(*absent, name=pl.when(capitals).then(pl.col("name").str.to_uppercase()).otherwise("name"))


def nik_again(chance: Chance, word: str, shares: dict[str, float]) -> pl.Expr:
    """The NIK as the second list has it."""
    nik, kind = pl.col("nik"), chance.kind(f"{word} nik", shares)
    # Slips fall on the last digits more often than on the district, which clerks know by heart.
    at = 15 - chance.below(f"{word} nik at", 16, skew=1.6)
    once = _other_digit(nik, at, chance, f"{word} nik digit")
    twice = _other_digit(once, (at + 1 + chance.below(f"{word} nik at 2", 15)) % 16, chance, f"{word} nik digit 2")
    left = 14 - chance.below(f"{word} nik swap", 15, skew=1.3)
    swapped = nik.str.slice(0, left) + nik.str.slice(left + 1, 1) + nik.str.slice(left, 1) + nik.str.slice(left + 2)
    moved = (
        chance.one_of(f"{word} nik district", ELSEWHERE)
        + nik.str.slice(6, 6)
        + (1 + chance.below(f"{word} nik number", 40, skew=2)).cast(pl.String).str.zfill(4)
    )
    damaged = pl.when(chance.happens(f"{word} nik cut", 0.5)).then(nik.str.slice(0, 15)).otherwise(nik.str.slice(0, 12) + "0000")
    kinds = {
        "one digit": once,
        "two digits": twice,
        "swapped": pl.when(swapped != nik).then(swapped).otherwise(once),
        "moved": moved,
        "damaged": damaged,
    }
    found = pl.when(kind == "missing").then(None).otherwise(nik)
    for name, written in kinds.items():
        found = pl.when(kind == name).then(written).otherwise(found)
    return found


def _other_digit(nik: pl.Expr, at: pl.Expr, chance: Chance, word: str) -> pl.Expr:
    digit = nik.str.slice(at, 1).cast(pl.Int64, strict=False)
    other = (digit + 1 + chance.below(word, 9)) % 10
    return nik.str.slice(0, at) + other.cast(pl.String) + nik.str.slice(at + 1)


def date_again(chance: Chance, word: str) -> pl.Expr:
    """The birth date as another clerk has it."""
    date, kind = pl.col("birth_date"), chance.kind(f"{word} date", DATE_AGAIN)
    year, month, day = (part.cast(pl.Int64) for part in (date.dt.year(), date.dt.month(), date.dt.day()))
    sign = pl.when(chance.happens(f"{word} date sign", 0.5)).then(1).otherwise(-1)
    ten = pl.when(chance.happens(f"{word} date ten", 0.4)).then(10 * sign).otherwise(sign)
    kinds = {
        "day and month": (year, pl.when(day <= 12).then(day).otherwise(month), pl.when(day <= 12).then(month).otherwise(day + ten)),
        "day digit": (year, month, day + ten),
        "month digit": (year, month + sign, day),
        "year by one": (year + sign, month, day),
        "year by ten": (year + 10 * sign, month, day),
        "first of january": (year, pl.lit(1), pl.lit(1)),
    }
    found = pl.when(kind == "missing").then(None).otherwise(date)
    for name, (y, m, d) in kinds.items():
        # Days that no month lacks: a slip that makes no date would be seen by whoever reads the list.
        found = (
            pl.when(kind == name).then(pl.date(y, m.clip(1, 12), pl.when(d < 1).then(d + 10).when(d > 28).then(d - 10).otherwise(d))).otherwise(found)
        )
    return found


def name_again(rows: pl.DataFrame, column: str, chance: Chance, word: str) -> pl.DataFrame:
    """`column` as another clerk writes names: by his rules of spelling, then with one thing more or less."""
    name = pl.col(column)
    for number, (pattern, other) in enumerate(SPELLINGS):
        # One after the other, not as one expression, which would double with every rule.
        rows = rows.with_columns(
            pl.when(chance.happens(f"{word} rule {number}", SPELLS_OTHERWISE)).then(name.str.replace(pattern, other)).otherwise(name)
        )
    kind = chance.kind(f"{word} name", NAME_AGAIN)
    at = 1 + chance.below(f"{word} name at", pl.max_horizontal(name.str.len_chars().cast(pl.Int64) - 1, pl.lit(1)))
    head, letter, tail = name.str.slice(0, at), name.str.slice(at, 1), name.str.slice(at + 1)
    first, last, several = name.str.extract(r"^(.*) \S+$"), name.str.extract(r"(\S+)$"), name.str.contains(" ")
    kinds = {
        "typo": head + chance.one_of(f"{word} letter", _LETTERS) + tail,
        "doubled": head + letter + letter + tail,
        "dropped letter": head + tail,
        "first dropped": pl.when(several).then(name.str.extract(r"^\S+ (.*)$")).otherwise(head + tail),
        "last dropped": pl.when(several).then(first).otherwise(head + tail),
        "order": pl.when(several).then(last + " " + first).otherwise(name),
        "before": _title(chance, word) + name,
        "after": name + ", " + chance.one_of(f"{word} after", AFTER),
        "joined": name.str.replace(r"([A-Za-z]+) ([A-Z])", "${1}${2}"),
        "initial": pl.when(several).then(first + " " + last.str.slice(0, 1) + ".").otherwise(name),
    }
    found = name
    for one, written in kinds.items():
        found = pl.when(kind == one).then(written).otherwise(found)
    return rows.with_columns(found)


def _title(chance: Chance, word: str) -> pl.Expr:
    pilgrim = pl.when(pl.col("sex") == "P").then(pl.lit("Hj. ")).otherwise(pl.lit("H. "))
    return pl.when(chance.happens(f"{word} pilgrim", 0.7)).then(pilgrim).otherwise(chance.one_of(f"{word} before", BEFORE) + " ")
