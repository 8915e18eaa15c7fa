"""What an encoded list shows to somebody without the key: nothing in clear, nothing to count, no length; and the same again for the same key."""

import base64
import itertools
import random
import re
from datetime import date, timedelta

import polars as pl
import pytest

from payung.demo.people import World
from payung.matching.encode import COLUMNS, ENCODED, FILTERS, NEAR_LETTERS, encode
from payung.matching.secret import Key

ON = date(2026, 1, 1)
KEY = Key(bytes(range(32)))
PLACES = 400


@pytest.fixture(scope="module")
def people():
    world = World(random.Random(4), ON)
    invented = [world.person(number) for number in range(PLACES)]
    fields = {
        "nik": [one.nik for one in invented],
        "name": [one.name for one in invented],
        "birth_date": [one.born for one in invented],
        "sex": [one.sex for one in invented],
        "mother": [one.mother for one in invented],
        "birth_place": [one.birth_place for one in invented],
        "village": [one.village.name for one in invented],
        "phone": [one.phone for one in invented],
    }
    return pl.DataFrame({"id": [f"row {number}" for number in range(PLACES)], **fields})


def bits(text):
    return int.from_bytes(base64.b64decode(text))


def row(**fields):
    return pl.DataFrame({"id": ["1"], **{name: [value] for name, value in fields.items()}})


def one(key=KEY, **fields):
    return encode(row(**fields), key, ON)[0].row(0, named=True)


def apart(column, one, other):
    return (bits(one[column]) ^ bits(other[column])).bit_count()


def test_the_same_list_and_key_give_the_same_rows_in_an_order_of_their_own(people):
    rows, local = encode(people, KEY, ON)
    assert rows.equals(encode(people, KEY, ON)[0])
    assert tuple(rows.columns) == COLUMNS
    order = rows.join(local, left_on="id", right_on="encoded_id", maintain_order="left")["id_right"].to_list()
    assert sorted(order) == sorted(people["id"].to_list())
    assert order != people["id"].to_list()
    assert all(re.fullmatch("[a-p]{16}", id) for id in rows["id"])


def test_another_key_gives_other_values_everywhere(people):
    mine, theirs = (set(encode(people, Key(secret), ON)[0].unpivot()["value"].drop_nulls()) for secret in (bytes(range(32)), bytes(range(1, 33))))
    assert mine & theirs == set()


def test_ids_of_a_list_that_changed_by_a_letter_have_nothing_in_common(people):
    changed = people.with_columns(pl.when(pl.col("id") == "row 3").then(pl.lit("Somebody")).otherwise("name").alias("name"))
    assert set(encode(people, KEY, ON)[1]["encoded_id"]) & set(encode(changed, KEY, ON)[1]["encoded_id"]) == set()


def test_nothing_stands_there_in_clear(people):
    text = encode(people, KEY, ON)[0].write_csv().lower()
    named = [value for name in ("name", "mother", "birth_place", "village") for value in people[name]]
    words = {word for value in named for word in value.lower().split() if len(word) > 7}  # shorter ones stand in any long text
    dates = {written for born in people["birth_date"] for written in (f"{born:%Y%m%d}", f"{born:%Y-%m-%d}", f"{born:%d%m%Y}")}
    assert len(words) > 20
    assert [word for word in words | dates | set(people["nik"]) | set(people["phone"]) | set(people["id"]) if word in text] == []
    assert re.findall(r"(?<![0-9])[0-9]{16}(?![0-9])", text) == []


def guessed(encoded, true):
    """The share of rows that somebody names rightly who knows how often each value is there: the commonest hash is the commonest value, and so on."""
    rows = pl.DataFrame({"encoded": encoded, "true": true}).drop_nulls()
    ranked = [rows[name].value_counts().sort("count", name, descending=[True, False])[name] for name in ("encoded", "true")]
    names = dict(zip(*ranked, strict=False))
    return sum(names.get(one) == other for one, other in rows.iter_rows()) / rows.height


def test_counting_names_hardly_anybody(people):
    """Of a column hashed by itself, counting names a third or all of the rows; of what is written, next to none."""
    world = World(random.Random(5), ON)
    many = [world.person(number) for number in range(6000)]
    given = [one.name.split()[0] for one in many]
    dates, mothers = [one.born for one in many], [one.mother for one in many]
    frame = pl.DataFrame({"id": [str(one.id) for one in many], "name": [one.name for one in many], "birth_date": dates, "mother": mothers})
    frame = frame.with_columns(sex=pl.Series([one.sex for one in many]))
    rows, local = encode(frame, KEY, ON)
    rows = local.join(rows, left_on="encoded_id", right_on="id", maintain_order="left")
    assert guessed([KEY.purpose("alone").tag(one) for one in given], given) > 0.3
    assert guessed([KEY.purpose("alone").tag(one.sex) for one in many], [one.sex for one in many]) == 1
    for column, name in (("given", given), ("mother", mothers)):
        assert guessed(rows[column], pl.Series([f"{one} {born}" for one, born in zip(name, dates, strict=True)])) < 0.02
    assert guessed(rows["birth_date"], dates) < 0.05
    assert rows["sex"].n_unique() > 3000


def test_no_value_is_there_often(people):
    """Half the people have one name, mother, sex, village and birth place, and each a birth date of their own."""
    half = pl.int_range(people.height) % 2 == 0
    alike = {"name": "Nurhayati", "mother": "Siti", "sex": "P", "village": "Lapoa", "birth_place": "Kendari"}
    crowd = people.with_columns(pl.when(half).then(pl.lit(value)).otherwise(name).alias(name) for name, value in alike.items())
    crowd = crowd.with_columns(birth_date=pl.Series([date(1970, 1, 1) + timedelta(days=37 * at) for at in range(PLACES)]))
    rows, _ = encode(crowd, KEY, ON)
    for name in set(COLUMNS) - {"key_name_mother", "key_name_place"}:
        assert max(rows[name].drop_nulls().value_counts()["count"], default=0) <= 20, name  # of 200


def test_a_filter_does_not_tell_how_long_the_name_is():
    def weights(name):
        filters = [one(name=name, birth_date=date(1970, 1, 1) + timedelta(days=at))["given"] for at in range(200)]
        return sum(bits(text).bit_count() for text in filters) / len(filters)

    assert all(abs(weights(name) - 128) < 3 for name in ("Ali", "Salma", "Mokodompitologi"))


def test_names_are_alike_under_one_date_and_strangers_under_two():
    siti, sitti, other = (one(name=name, birth_date=date(1980, 2, 3)) for name in ("Nurhayati Latif", "Nurhayatti Latief", "Bambang Latif"))
    turned = one(name="Nurhayati Latif", birth_date=date(1980, 3, 2))
    later = one(name="Nurhayati Latif", birth_date=date(1981, 2, 3))
    assert apart("given", siti, sitti) <= 42
    assert apart("family", siti, sitti) <= 42
    assert apart("given", siti, other) > 70
    assert [apart(name, siti, turned) for name in ("given", "family", "whole")] == [0, 0, 0]
    assert all(apart(name, siti, later) > 90 for name in ("given", "family", "whole"))


def test_names_under_one_nik_can_be_compared_whatever_the_date():
    first = one(nik="7405010131800002", name="Nurhayati Latif", birth_date=date(1980, 2, 3))
    same = one(nik="7405010131800002", name="Nurhajati Latif", birth_date=date(1988, 9, 9))
    elsewhere = one(nik="7405010131800003", name="Nurhayati Latif", birth_date=date(1980, 2, 3))
    assert apart("name", first, same) <= 48
    assert apart("name", first, elsewhere) > 90


def test_short_names_are_the_same_or_strangers():
    ali, adi = (one(name=name, birth_date=date(1980, 2, 3)) for name in ("Ali", "Adi"))
    assert apart("given", ali, ali) == 0
    assert apart("given", ali, adi) > 90


@pytest.mark.parametrize(
    ("written", "equal"),
    [
        ("7405010131800002", 15),
        ("7405010131850002", 2),  # one digit
        ("7405010138100002", 1),  # two neighbours exchanged
        ("8405010131800002", 1),  # the first: no neighbour before it
        ("7405010131800003", 1),
        ("9405010131850002", 0),  # two digits far apart
    ],
)
def test_how_many_hashes_a_slip_in_the_nik_leaves_equal(written, equal):
    def near(nik):
        text = one(nik=nik)["nik_near"]
        return [text[at : at + NEAR_LETTERS] for at in range(0, len(text), NEAR_LETTERS)]

    first, other = near("7405010131800002"), near(written)
    assert sum(a == b for a, b in zip(first, other, strict=True)) == equal
    assert len(set(first)) == 15


def test_what_is_not_known_is_empty():
    nothing = one(nik="salah", name="-", birth_date=None, sex="?", phone="")
    assert {name: value for name, value in nothing.items() if value is not None and name != "id"} == {}
    undated = one(name="Nurhayati", sex="P", village="Lapoa", mother="Siti")
    assert all(undated[name] is None for name in ("sex", "village", "date", *FILTERS))


def test_columns_of_one_value_have_nothing_in_common():
    """The same words as name, mother, village and birth place: nobody sees that they are the same."""
    same = one(name="Siti", mother="Siti", village="Siti", birth_place="Siti", birth_date=date(1980, 2, 3), nik="7405010131800002")
    values = [value for name, value in same.items() if value is not None and name not in ("given", "whole")]
    assert len(set(values)) == len(values)
    filters = [bits(same[name]) for name in ("given", "mother", "name")]
    assert all((a ^ b).bit_count() > 90 for a, b in itertools.combinations(filters, 2))


def test_address_and_postcode_are_not_encoded():
    assert one(name="Nurhayati", birth_date=date(1980, 2, 3)) | {"id": ""} == one(
        name="Nurhayati", birth_date=date(1980, 2, 3), address="Dusun I", postcode="93871"
    ) | {"id": ""}
    assert {"address", "postcode"} & set(ENCODED) == set()
