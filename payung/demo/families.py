"""People who are hard to tell apart, and clerks who write them down twice: the invented set that matching is measured and trained on.

Everybody is invented and lives in real villages. Who is one person is known, because we made it so. Shares are our own choice, set so that
every difficulty is frequent enough to be measured; they are no statistics of any place. How clerks write is in payung/demo/clerks.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from payung.demo.chance import Chance
from payung.demo.clerks import LIST_ROWS, put_on_lists, write_again
from payung.demo.family_names import BALINESE, BIRTH_PLACES, CLANS, FAMILY, MEN, SYLLABLES, TWIN_DAUGHTERS, TWIN_SONS, WOMEN
from payung.demo.names import ELSEWHERE
from payung.demo.people import REGENCY
from payung.places.codes import villages

CHILDREN = {"1": 0.2, "2": 0.3, "3": 0.25, "4": 0.15, "5": 0.1}  # of a family
TWINS = 0.03  # families of two children or more with twins
TWINS_ALIKE = 0.7  # twins of one sex, and named alike (Hasan, Husain)
NAMED_AFTER_ELDER = 0.03  # eldest children who bear the whole name of their father or grandmother
GRANDMOTHER = 0.12  # families whose father's mother lives with them
NO_FATHER = 0.08  # families without a father
LEFT_HOME = 0.35  # children with a house and telephone of their own
OTHER_VILLAGE = 0.5  # of these, in another village
BORN_ELSEWHERE = 0.12  # NIKs of a district of another regency
OTHER_DISTRICT = 0.1  # NIKs of another district of the same regency
VILLAGE_PEOPLE = 400
CLAN_VILLAGES = 25  # one village in so many is a clan's
IN_CLAN = 0.85  # families there who bear its name
STYLES = {"family": 0.5, "single": 0.25, "father": 0.12, "La Ode": 0.06, "Balinese": 0.04, "Andi": 0.03}  # how a family names itself
RARE_FAMILY = 0.3  # family names seldom met twice
SECOND_NAME = 0.35
SAME_BY_CHANCE = 0.01  # people who share name and birth date with a stranger, where their name is borne by another family
HEAPED_OLD, HEAPED_YOUNG = 0.12, 0.03  # born on 1 January, 1 July, 31 December or 17 August, where nobody knew the day; old: before 1975
ROUND_YEAR = 0.1  # of the old, years that end with 0 or 5
HEAPS = [(1, 1), (1, 1), (1, 1), (7, 1), (12, 31), (8, 17)]  # months and days
FAMILY_PHONE = 0.5  # families with one telephone for all
NO_PHONE = 0.2  # people without one
COMES_AGAIN = 1 / 12  # people with a second row
THIRD_ROW = 0.15  # of these, with a third

ROWS = {
    "id": pl.Int64,
    "person": pl.Int64,
    "nik": pl.String,
    "name": pl.String,
    "birth_date": pl.Date,
    "sex": pl.String,
    "mother": pl.String,
    "birth_place": pl.String,
    "address": pl.String,
    "village": pl.String,
    "phone": pl.String,
}
_GRANDMOTHER, _FATHER, _MOTHER, _FIRST_CHILD = 0, 1, 2, 3
_ROLES = 8


@dataclass(frozen=True)
class Invented:
    """`rows` as ROWS; `pairs` left_id and right_id (the smaller first) of rows that are one person, all pairs of a person."""

    rows: pl.DataFrame
    pairs: pl.DataFrame


@dataclass(frozen=True)
class Against:
    """A list and a register to hold it against, both as ROWS; `pairs` left_id and right_id of one person's rows."""

    left: pl.DataFrame
    right: pl.DataFrame
    pairs: pl.DataFrame


def invent_families(people: int, seed: int) -> Invented:
    """So many people on worker lists: each has a row, one in twelve a second under another NIK, some a third; in no order that tells anything."""
    chance = Chance(seed)
    world = invent_people(people, chance)
    again = world.filter(chance.happens("again", COMES_AGAIN))
    third = again.filter(chance.happens("third", THIRD_ROW))
    lists = max(2, people // LIST_ROWS)
    written = pl.concat(
        [
            put_on_lists(write_again(world, chance, "first", clean=True), chance, "first", lists),
            put_on_lists(write_again(again, chance, "second"), chance, "second", lists),
            put_on_lists(write_again(third, chance, "third"), chance, "third", lists),
        ]
    )
    rows = _shuffled(written, chance, "row")
    several = rows.select("id", "person").filter(pl.len().over("person") > 1)
    pairs = several.join(several, on="person", suffix="_right").filter(pl.col("id") < pl.col("id_right"))
    return Invented(rows, pairs.select(left_id="id", right_id="id_right").sort("left_id", "right_id"))


def invent_against(left: int, right: int, seed: int, *, both: float = 0.3, with_nik: bool = False) -> Against:
    """`left` people on lists with NIK and `right` in a register; a share `both` of the smaller are in the two.

    Without NIK the register knows name and birth date, now and then birth place or mother (as Taspen's); with it, all that lists know.
    """
    chance = Chance(seed)
    common = int(min(left, right) * both)
    world = invent_people(left + right - common, chance).with_columns(order=chance.share("side").rank("ordinal"))
    first = write_again(world.filter(pl.col("order") <= left), chance, "first", clean=True)
    other = world.filter(pl.col("order") > left - common)
    second = write_again(other, chance, "second", register=True)
    if with_nik:
        second = put_on_lists(second, chance, "second", max(2, right // LIST_ROWS))
    else:
        none, shared = pl.lit(None, dtype=pl.String), ("birth_place", "mother")
        second = second.with_columns(
            **dict.fromkeys(("nik", "sex", "address", "village", "phone"), none),
            **{column: pl.when(chance.happens(f"register {column}", 0.4)).then(pl.col(column)) for column in shared},
        )
    lists = put_on_lists(first, chance, "first", max(2, left // LIST_ROWS))
    ours, theirs = _shuffled(lists, chance, "left"), _shuffled(second, chance, "right")
    pairs = ours.select("person", left_id="id").join(theirs.select("person", right_id="id"), on="person")
    return Against(ours, theirs, pairs.select("left_id", "right_id").sort("left_id", "right_id"))


def _shuffled(rows: pl.DataFrame, chance: Chance, word: str) -> pl.DataFrame:
    order = chance.share(word, pl.col("at") * 4 + pl.col("copy")).alias("order")
    mixed = rows.select(order, "at", "copy", *(name for name in ROWS if name != "id")).sort("order", "at", "copy")
    return mixed.with_columns(id=pl.int_range(1, pl.len() + 1)).select(pl.col(name).cast(dtype) for name, dtype in ROWS.items())


def invent_people(count: int, chance: Chance) -> pl.DataFrame:
    """One row a person as they are: ROWS' columns but id, `at` (a key for chance) and `home` (a number of the village)."""
    homes = _homes(count)
    families = _families(max(4, count // 3), homes, chance)
    people = _members(families, chance).head(count)
    people = _birth_dates(people, chance)
    people = _names(people, chance)
    people = _same_by_chance(people, chance)
    people = _nik(_living(people, homes, chance), homes, chance)
    return people.with_columns(person=pl.int_range(1, pl.len() + 1)).select("at", "home", *(name for name in ROWS if name != "id"))


def _homes(people: int) -> pl.DataFrame:
    """home (from 0), village, district (six digits): villages of one regency, or of its province where that has too few."""
    wanted = max(4, people // VILLAGE_PEOPLE)
    own = villages(REGENCY)
    near = own if wanted <= own.height else villages(REGENCY[:2])
    named = near.select(village="name", district=pl.col("district_code").str.replace_all(".", "", literal=True))
    return named.gather_every(max(1, near.height // wanted)).head(wanted).with_row_index("home").cast({"home": pl.Int64})


def _families(count: int, homes: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    families = pl.DataFrame({"family": pl.int_range(count, eager=True)}).with_columns(at="family")
    below, happens = chance.below, chance.happens
    families = families.with_columns(
        home=below("home", homes.height),
        children=chance.kind("children", CHILDREN).cast(pl.Int64),
        twins_alike=happens("twins alike", TWINS_ALIKE),
        father_year=1942 + below("father year", 30),
        mother_younger=below("mother younger", 9) - 2,
        first_child=19 + below("first child", 7),
        gap=1 + below("gap", 4),
        family_phone=pl.when(happens("family phone", FAMILY_PHONE)).then(_phone(chance, "family phone number")),
        family_address=_address(chance, "family"),
        style=chance.kind("style", STYLES),
        surname=_surname(chance, "surname"),
        mother_surname=_surname(chance, "mother surname"),
        grandmother_surname=_surname(chance, "grandmother surname"),
    )
    twins = happens("twins", TWINS) & (pl.col("children") > 1)
    families = families.with_columns(twin_at=pl.when(twins).then(1 + below("twin at", pl.col("children") - 1)).otherwise(0))
    return _in_clans(families, chance)


def _in_clans(families: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Every 25th village belongs to a clan, whose name most families there bear."""
    clan = pl.when((pl.col("home") % CLAN_VILLAGES == 0) & chance.happens("in clan", IN_CLAN)).then(pl.col("home") // CLAN_VILLAGES % len(CLANS))
    style, surname = pl.col("style"), pl.col("surname")
    for number, (word, _) in enumerate(CLANS):
        bears, before = pl.col("clan") == number, word in ("La_Ode", "Andi")
        style = pl.when(bears).then(pl.lit(word.replace("_", " ") if before else "family")).otherwise(style)
        surname = pl.when(bears & pl.lit(not before)).then(pl.lit(word)).otherwise(surname)
    return families.with_columns(clan=clan).with_columns(style=style, surname=surname)


def _surname(chance: Chance, word: str) -> pl.Expr:
    parts = [chance.one_of(f"{word} {part}", SYLLABLES) for part in range(3)]
    rare = parts[0] + parts[1].str.to_lowercase() + parts[2].str.to_lowercase()
    return pl.when(chance.happens(f"{word} rare", RARE_FAMILY)).then(rare).otherwise(chance.one_of(f"{word} known", FAMILY, skew=1.5))


def _members(families: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """One row a person: role 0 grandmother, 1 father, 2 mother, from 3 the children; `born_key` is one for twins."""
    people = families.join(pl.DataFrame({"role": pl.int_range(_ROLES, eager=True)}), how="cross").sort("family", "role")
    there = (
        pl.when(pl.col("role") == _GRANDMOTHER)
        .then(chance.happens("grandmother", GRANDMOTHER, "family"))
        .when(pl.col("role") == _FATHER)
        .then(~chance.happens("no father", NO_FATHER, "family"))
        .otherwise(pl.col("role") < _FIRST_CHILD + pl.col("children"))
    )
    at = pl.col("family") * _ROLES + pl.col("role")
    people = people.with_columns(at=at).filter(there)
    second = (pl.col("twin_at") > 0) & (pl.col("role") - _FIRST_CHILD == pl.col("twin_at"))
    people = people.with_columns(second_twin=second, twin=second | (second.shift(-1, fill_value=False) & (pl.col("role") >= _FIRST_CHILD)))
    born_key = pl.col("at") - pl.col("second_twin").cast(pl.Int64)
    girl = chance.happens("girl", 0.5, pl.when(pl.col("twins_alike")).then(born_key).otherwise(pl.col("at")))
    woman = pl.when(pl.col("role") >= _FIRST_CHILD).then(girl).otherwise(pl.col("role") != _FATHER)
    return people.with_columns(born_key=born_key, woman=woman)


def _birth_dates(people: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    role, key = pl.col("role"), "born_key"
    earlier = pl.col(key) % _ROLES - _FIRST_CHILD
    mother_year = pl.col("father_year") + pl.col("mother_younger")
    year = (
        pl.when(role == _GRANDMOTHER)
        .then(pl.max_horizontal(pl.col("father_year") - 17 - chance.below("grandmother age", 10, key), pl.lit(1925)))
        .when(role == _FATHER)
        .then(pl.col("father_year"))
        .when(role == _MOTHER)
        .then(mother_year)
        .otherwise(mother_year + pl.col("first_child") + earlier * pl.col("gap"))
    )
    people = people.with_columns(year=year)
    old = pl.col("year") < 1975
    rounded = pl.when(old & chance.happens("round year", ROUND_YEAR, key)).then(pl.col("year") // 5 * 5).otherwise(pl.col("year"))
    heap = chance.below("heap", len(HEAPS), key)
    heaped = chance.share("heaped", key) < pl.when(old).then(HEAPED_OLD).otherwise(HEAPED_YOUNG)
    some_day = pl.date(rounded, 1, 1) + pl.duration(days=chance.below("day", 365, key))
    months, days = (_listed([part[at] for part in HEAPS], heap) for at in (0, 1))
    return people.with_columns(birth_date=pl.when(heaped).then(pl.date(rounded, months, days)).otherwise(some_day))


def _given(chance: Chance, word: str, woman: pl.Expr, key: str) -> pl.Expr:
    men, women = (chance.one_of(f"{word} {sex}", names, key, skew=1.6) for sex, names in (("man", MEN), ("woman", WOMEN)))
    return pl.when(woman).then(women).otherwise(men)


def _listed(choices: Sequence[str | int], at: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(choices)).gather(at)


def _full(chance: Chance, word: str, woman: pl.Expr, style: pl.Expr, surname: pl.Expr, father: pl.Expr, key: str) -> pl.Expr:
    """A name by the style of the family: given names, then what the family adds before or after."""
    given, second = _given(chance, word, woman, key), _given(chance, f"{word} second", woman, key)
    order = chance.below(f"{word} order", len(BALINESE), key)
    before = (
        pl.when(style == "La Ode")
        .then(pl.when(woman).then(pl.lit("Wa_Ode")).otherwise(pl.lit("La_Ode")))
        .when(style == "Andi")
        .then(pl.lit("Andi"))
        .when(style == "Balinese")
        .then(pl.when(woman).then(_listed([name for _, name in BALINESE], order)).otherwise(_listed([name for name, _ in BALINESE], order)))
    )
    also = style.is_in(["La Ode", "Andi"]) & chance.happens(f"{word} also", 0.4, key)
    after = pl.when((style == "family") | also).then(surname).when(style == "father").then(father)
    middle = pl.when(chance.happens(f"{word} two", SECOND_NAME, key) & (second != given)).then(second)
    return pl.concat_str(before, given, middle, after, separator=" ", ignore_nulls=True).str.replace_all("_", " ")


def _names(people: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """name and mother; children named after an elder and twins named alike among them."""
    style, family = pl.col("style"), "family"
    yes, no, free = pl.lit(True), pl.lit(False), pl.lit(None, dtype=pl.String)
    elders = people.select("family", "style", "surname", "mother_surname", "grandmother_surname").unique("family", maintain_order=True)
    elders = elders.select(
        "family",
        father_given=_given(chance, "father", no, family),
        father_name=_full(chance, "father", no, style, pl.col("surname"), _given(chance, "grandfather", no, family), family),
        mother_name=_full(chance, "mother", yes, chance.kind("mother style", STYLES, family), pl.col("mother_surname"), free, family),
        grandmother_name=_full(chance, "grandmother", yes, chance.kind("elder style", STYLES, family), pl.col("grandmother_surname"), free, family),
    )
    people = people.join(elders, on="family", how="left", maintain_order="left")
    own = _full(chance, "child", pl.col("woman"), style, pl.col("surname"), pl.col("father_given"), "at")
    elder = pl.when(pl.col("woman")).then(pl.col("grandmother_name")).otherwise(pl.col("father_name"))
    after = (pl.col("role") == _FIRST_CHILD) & chance.happens("named after", NAMED_AFTER_ELDER, family)
    children = pl.when(after).then(elder).when(pl.col("twin") & pl.col("twins_alike")).then(_twin_name(chance)).otherwise(own)
    unknown = _full(chance, "unknown", yes, pl.lit("single"), free, free, "at")
    parents = {_GRANDMOTHER: "grandmother_name", _FATHER: "father_name", _MOTHER: "mother_name"}
    name, mother = children, pl.when(pl.col("role") == _FATHER).then(pl.col("grandmother_name")).otherwise(unknown)
    for role, column in parents.items():
        name = pl.when(pl.col("role") == role).then(pl.col(column)).otherwise(name)
    return people.with_columns(name=name, mother=pl.when(pl.col("role") >= _FIRST_CHILD).then(pl.col("mother_name")).otherwise(mother))


def _twin_name(chance: Chance) -> pl.Expr:
    found = pl.lit(None, dtype=pl.String)
    for woman, names in ((True, TWIN_DAUGHTERS), (False, TWIN_SONS)):
        at = chance.below("twin name", len(names), "born_key")
        first, second = (_listed([pair[side] for pair in names], at) for side in (0, 1))
        found = pl.when(pl.col("woman") == woman).then(pl.when(pl.col("second_twin")).then(second).otherwise(first)).otherwise(found)
    added = pl.when(pl.col("style") == "family").then(pl.col("surname")).when(pl.col("style") == "father").then(pl.col("father_given"))
    return pl.concat_str(found, added, separator=" ", ignore_nulls=True).str.replace_all("_", " ")


def _same_by_chance(people: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Some share the birth date of the next one with their name, of another family: popular names meet, rare ones do not."""
    next_date, next_family = (pl.col(column).shift(-1).over("name", "woman") for column in ("birth_date", "family"))
    meets = chance.happens("same", SAME_BY_CHANCE) & ~pl.col("twin") & (next_family != pl.col("family"))
    return people.with_columns(birth_date=pl.when(meets).then(next_date).otherwise("birth_date"))


def _phone(chance: Chance, word: str) -> pl.Expr:
    start = chance.one_of(f"{word} start", ["0812", "0813", "0821", "0852", "0853", "0895"])
    return start + (10**7 + chance.below(word, 9 * 10**7)).cast(pl.String)


def _address(chance: Chance, word: str) -> pl.Expr:
    hamlet = chance.one_of(f"{word} hamlet", ["I", "II", "III", "IV"])
    return pl.format("Dusun {} RT {}", hamlet, (1 + chance.below(f"{word} rt", 8)).cast(pl.String).str.zfill(3))


def _living(people: pl.DataFrame, homes: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Where everybody lives now, their telephone, sex and birth place; home_born is where the family was."""
    gone = (pl.col("role") >= _FIRST_CHILD) & chance.happens("left home", LEFT_HOME)
    away = gone & chance.happens("other village", OTHER_VILLAGE)
    people = people.with_columns(gone=gone, home_born="home", home=pl.when(away).then(chance.below("new home", homes.height)).otherwise("home"))
    own_phone = pl.when(~chance.happens("no phone", NO_PHONE)).then(_phone(chance, "own phone"))
    people = people.join(homes, on="home", how="left", maintain_order="left")
    return people.with_columns(
        phone=pl.when(pl.col("gone")).then(own_phone).otherwise(pl.coalesce("family_phone", own_phone)),
        address=pl.when(pl.col("gone")).then(_address(chance, "own")).otherwise("family_address"),
        sex=pl.when(pl.col("woman")).then(pl.lit("P")).otherwise(pl.lit("L")),
        birth_place=chance.one_of("birth place", BIRTH_PLACES, pl.when(pl.col("role") >= _FIRST_CHILD).then("family").otherwise("at"), skew=1.5),
    )


def _nik(people: pl.DataFrame, homes: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """District, day (women + 40), month, year and a number given out in order per district and day: low ones are many, twins are neighbours."""
    born_in = pl.lit(homes["district"]).gather(pl.col("home_born"))
    key = "born_key"
    elsewhere = chance.one_of("elsewhere", ELSEWHERE, key)
    other = pl.lit(homes["district"]).gather(chance.below("other district", homes.height, key))
    kind = chance.kind("district", {"elsewhere": BORN_ELSEWHERE, "other": OTHER_DISTRICT, "own": 1}, key)
    prefix = pl.when(kind == "elsewhere").then(elsewhere).when(kind == "other").then(other).otherwise(born_in)
    day = pl.col("birth_date").dt.day().cast(pl.Int64) + pl.when(pl.col("woman")).then(40).otherwise(0)
    people = people.with_columns(stem=prefix + day.cast(pl.String).str.zfill(2) + pl.col("birth_date").dt.strftime("%m%y"))
    step = pl.when(pl.col("second_twin")).then(1).otherwise(1 + chance.below("skipped", 5, skew=2.5))
    return people.with_columns(nik=pl.col("stem") + step.cum_sum().over("stem").cast(pl.String).str.zfill(4))
