"""The encoded file says how it was made, and is refused where it was changed, cut off, or made otherwise; both files are there or neither."""

import json
import os
import re
from dataclasses import asdict
from datetime import date

import polars as pl
import pytest

from payung.matching import encoded_file
from payung.matching.encode import encode
from payung.matching.encoded_file import check_comparable, read_encoded, recipe, resolved, write_encoded
from payung.matching.secret import Key, make_key, read_key
from payung.values.errors import InputError, RefusedError

ON = date(2026, 1, 1)
KEY = Key(bytes(range(32)))
PEOPLE = pl.DataFrame(
    {
        "id": ["a", "b", "c"],
        "nik": ["7405010131800002", "7405010131800003", None],
        "name": ["Nurhayati", "Wa Ode Ani", "Bambang Sugeng"],
        "birth_date": [date(1980, 2, 3), date(1981, 3, 4), date(1982, 4, 5)],
    }
)


@pytest.fixture
def write(tmp_path):
    def write(name="list", people=PEOPLE, key=KEY, fields=("nik", "name", "birth_date"), on=ON):
        rows, local = encode(people, key, on)
        out, home = tmp_path / f"{name}.enc.csv", tmp_path / f"{name}.local.csv"
        write_encoded(rows, local, out=out, home=home, key=key, fields=fields, on=on)
        return out

    return write


def test_what_is_written_is_read_again(write, tmp_path):
    out = write()
    head, rows = read_encoded(out, KEY)
    assert rows.equals(encode(PEOPLE, KEY, ON)[0])
    assert (head.rows, head.fields, head.year, head.key) == (3, ["birth_date", "name", "nik"], 2026, KEY.id)
    assert read_encoded(out)[0] == head
    assert {path.name for path in tmp_path.iterdir()} == {"list.enc.csv", "list.local.csv"}
    assert os.stat(tmp_path / "list.local.csv").st_mode & 0o777 == 0o600


def test_the_same_list_and_key_give_the_same_bytes(write):
    assert write("one").read_bytes() == write("two").read_bytes()


@pytest.mark.parametrize("at", [0.3, 0.6, 0.95])
def test_a_changed_letter_is_noticed_without_the_key(write, at):
    out = write()
    text = bytearray(out.read_bytes())
    start = text.index(b"\n") + 1
    place = start + int((len(text) - start) * at)
    while not chr(text[place]).isalpha():
        place += 1
    text[place] ^= 1
    out.write_bytes(text)
    with pytest.raises(InputError, match="encoded.changed"):
        read_encoded(out)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text[: text.rindex(b"\n", 0, -1) + 1],
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text + text.splitlines(keepends=True)[-1],
        lambda text: text.replace(b'"rows":3', b'"rows":4'),
        lambda text: text.replace(b"#payung-encoded {", b"#payung-encoded "),
        lambda text: text.replace(b'"mac"', b'"mack"'),
    ],
    ids=["half", "a row less", "line ends", "a row twice", "rows", "no JSON", "field of the head"],
)
def test_a_damaged_file_is_refused(write, damage):
    out = write()
    out.write_bytes(damage(out.read_bytes()))
    with pytest.raises(InputError, match="encoded.changed"):
        read_encoded(out)


def test_a_careful_change_is_noticed_with_the_key_only(write):
    """Whoever changes a row and corrects the sum cannot correct the signature."""
    out = write()
    head, rows = read_encoded(out, KEY)
    body = rows.with_columns(nik=pl.lit(None, pl.String)).write_csv().encode()
    forged = encoded_file.Head(**{**asdict(head), "sha256": encoded_file.hashlib.sha256(body).hexdigest()})
    out.write_bytes(forged.line() + body)
    assert read_encoded(out)[1]["nik"].null_count() == 3
    with pytest.raises(InputError, match="encoded.changed"):
        read_encoded(out, KEY)


@pytest.mark.parametrize(
    "made_up",
    [pl.lit("=cmd()").alias("given"), pl.lit("x").alias("nik"), pl.lit("7405010131800002").alias("id"), pl.lit("a" * 16).alias("id")],
    ids=["formula", "short", "a NIK", "one id for all"],
)
def test_a_file_that_somebody_made_up_is_refused_even_without_the_key(write, made_up):
    out = write()
    head, rows = read_encoded(out)
    body = rows.with_columns(made_up).write_csv().encode()
    out.write_bytes(encoded_file.Head(**{**asdict(head), "sha256": encoded_file.hashlib.sha256(body).hexdigest()}).line() + body)
    with pytest.raises(InputError, match="encoded.changed"):
        read_encoded(out)


def test_other_keys_fields_and_years_are_not_compared(write):
    mine = write("mine")
    for name, other, code in (
        ("key", write("key", key=Key(bytes(range(1, 33)))), "encoded.other_key"),
        ("fields", write("fields", fields=("nik",)), "encoded.other_fields"),
        ("year", write("year", on=date(2027, 1, 1)), "encoded.other_year"),
    ):
        with pytest.raises(InputError, match=code) as refused:
            check_comparable((mine, read_encoded(mine)[0]), (other, read_encoded(other)[0]))
        assert name in refused.value.words.id or name == "year"
    check_comparable((mine, read_encoded(mine)[0]), (mine, read_encoded(mine)[0]))
    with pytest.raises(InputError, match="encoded.other_key"):
        read_encoded(mine, Key(bytes(range(1, 33))))


def test_a_list_encoded_by_other_rules_is_not_compared(write):
    out = write()
    first, _, rest = out.read_bytes().partition(b"\n")
    for was, now in ((recipe().encode(), b"0" * 16), (b'"version":1', b'"version":2')):
        out.write_bytes(first.replace(was, now) + b"\n" + rest)
        with pytest.raises(InputError, match="encoded.other_version"):
            read_encoded(out)


def test_the_recipe_changes_with_the_spelling_of_names(monkeypatch):
    before = recipe()
    recipe.cache_clear()
    monkeypatch.setattr("payung.matching.prepare.canonical", lambda names: names)
    changed = recipe()
    recipe.cache_clear()
    assert before != changed
    assert re.fullmatch("[0-9a-f]{16}", before)


def test_what_is_not_encoded_is_refused_with_what_to_do(tmp_path):
    plain = tmp_path / "plain.csv"
    plain.write_text("nik,nama\n1,Ani\n")
    with pytest.raises(InputError, match="encoded.not_encoded") as refused:
        read_encoded(plain)
    assert "payung match encode" in refused.value.words.id
    with pytest.raises(InputError, match="encoded.missing"):
        read_encoded(tmp_path / "nothing.csv")


def test_nothing_is_written_where_one_file_cannot_be(tmp_path):
    rows, local = encode(PEOPLE, KEY, ON)
    (tmp_path / "taken.local.csv.part").mkdir()
    with pytest.raises(IsADirectoryError):
        write_encoded(rows, local, out=tmp_path / "a.enc.csv", home=tmp_path / "taken.local.csv", key=KEY, fields=["nik"], on=ON)
    assert [path.name for path in tmp_path.iterdir()] == ["taken.local.csv.part"]


def pairs_file(tmp_path, left, right):
    path = tmp_path / "pairs.csv"
    pl.DataFrame({"left_id": left, "right_id": right, "probability": [0.9] * len(left), "why": ["x"] * len(left)}).write_csv(path)
    return path


def test_pairs_get_the_ids_of_ones_own_rows(write, tmp_path):
    write()
    local = pl.read_csv(tmp_path / "list.local.csv")
    own = local["encoded_id"].to_list()
    for given, expected in (((own[:2], ["xx", "yy"]), (["a", "b"], ["xx", "yy"])), ((["xx", "yy"], own[1:]), (["xx", "yy"], ["b", "c"]))):
        found, count = resolved(pairs_file(tmp_path, *given), tmp_path / "list.local.csv")
        assert (found["left_id"].to_list(), found["right_id"].to_list(), count) == (*expected, 2)
    assert resolved(pairs_file(tmp_path, [], []), tmp_path / "list.local.csv")[0].height == 0


def test_pairs_of_another_encoding_are_refused(write, tmp_path):
    write()
    write("other", people=PEOPLE.head(2))
    theirs = pl.read_csv(tmp_path / "other.local.csv")["encoded_id"].to_list()
    with pytest.raises(InputError, match="pairs.other_list"):
        resolved(pairs_file(tmp_path, theirs, ["xx", "yy"]), tmp_path / "list.local.csv")
    with pytest.raises(InputError, match="pairs.unreadable"):
        resolved(tmp_path / "list.local.csv", tmp_path / "list.local.csv")
    with pytest.raises(InputError, match="pairs.unreadable"):
        resolved(pairs_file(tmp_path, [], []), tmp_path / "nothing.csv")


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "key"
    made = make_key(path)
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert (read_key(path).id, read_key(path).readable) == (made.id, False)
    before = path.read_bytes()
    with pytest.raises(RefusedError, match="key.exists"):
        make_key(path)
    assert path.read_bytes() == before
    assert make_key(tmp_path / "another").id != made.id
    path.chmod(0o644)
    assert read_key(path).readable is True


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "key.not_a_key"),
        (b"nik,nama\n" * 9, "key.not_a_key"),
        (b"payung-key-1 zz" + b"0" * 62, "key.not_a_key"),
        (b"payung-key-1 " + bytes(range(31)).hex().encode(), "key.too_short"),
        (b"payung-key-1 " + b"ab" * 32, "key.too_short"),
    ],
)
def test_what_is_no_key_is_refused_without_showing_it(tmp_path, content, code):
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(InputError, match=code) as refused:
        read_key(path)
    assert "abab" not in str(refused.value)


def test_a_missing_key_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="key.missing"):
        read_key(tmp_path / "nothing")


def test_the_head_is_one_line_of_json(write):
    first = write().read_bytes().splitlines()[0]
    assert set(json.loads(first.removeprefix(b"#payung-encoded "))) == {"version", "recipe", "key", "fields", "year", "rows", "sha256", "mac"}
