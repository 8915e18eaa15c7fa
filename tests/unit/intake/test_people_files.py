from datetime import date
from pathlib import Path

import pytest

from payung.intake.people_files import fields_given, read_people
from payung.values.errors import InputError


def written(folder: Path, text: str, name: str = "orang.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def test_columns_are_known_by_their_words(tmp_path):
    path = written(tmp_path, "Nama Lengkap;Tgl Lahir;JK;Nama Ibu Kandung;Desa/Kel;No HP\nErni;03-02-1979;P;Asma;Lapoa;0812\n")
    people = read_people(path, {})
    assert people.rows.drop("id").row(0, named=True) == {
        "name": "Erni",
        "sex": "P",
        "mother": "Asma",
        "village": "Lapoa",
        "phone": "0812",
        "birth_date": date(1979, 2, 3),
    }
    assert people.columns["birth_date"] == "Tgl Lahir"


def test_english_columns_and_two_names(tmp_path):
    people = read_people(written(tmp_path, "rec_id, given_name, surname, date_of_birth, postcode\nr1, ann, smith, 19790203, 4011\n"), {}, "rec_id")
    assert people.rows.row(0, named=True) == {"id": "r1", "given_name": "ann", "surname": "smith", "postcode": "4011", "birth_date": date(1979, 2, 3)}


def test_what_the_caller_says_comes_first(tmp_path):
    path = written(tmp_path, "Nama,Pemilik,Tanggal Lahir\nUD Maju,Erni,1979-02-03\n")
    assert read_people(path, {}).rows["name"].to_list() == ["UD Maju"]
    assert read_people(path, fields_given(["name=Pemilik"])).rows["name"].to_list() == ["Erni"]


def test_without_an_id_the_row_as_the_spreadsheet_numbers_it(tmp_path):
    assert read_people(written(tmp_path, "nama,nik\nErni,1\nAsma,2\n"), {}).rows["id"].to_list() == ["2", "3"]
    under_a_title = written(tmp_path, "DAFTAR PEKERJA\n\nnama,nik\nErni,1\nAsma,2\nJUMLAH,2\n", "judul.csv")
    assert read_people(under_a_title, {}).rows["id"].to_list() == ["4", "5"]


def test_dates_in_three_styles(tmp_path):
    text = "nama,tanggal lahir\nErni,03/02/1979\nAsma,1979-02-03\nIdris,3 Februari 1979\nSalim,lupa\nRusdi,31-02-1980\nMurni,\n"
    people = read_people(written(tmp_path, text), {})
    assert people.rows["birth_date"].to_list() == [date(1979, 2, 3)] * 3 + [None] * 3
    assert people.undated == 1  # an impossible date; "lupa" is none


def test_other_encodings_and_a_bom(tmp_path):
    assert read_people(written(tmp_path, "nama,nik\nRené,1\n", encoding="cp1252"), {}).rows["name"].to_list() == ["René"]
    assert read_people(written(tmp_path, "nama,nik\nRené,1\n", encoding="utf-8-sig"), {}).rows["name"].to_list() == ["René"]


def test_broken_quotation_marks_lose_nobody(tmp_path):
    people = read_people(written(tmp_path, 'nama,nik\n"Erni,1\nAsma,2\n'), {})
    assert "Asma" in people.rows["name"].to_list()


@pytest.mark.parametrize(
    ("given", "code"), [(["nama"], "match.map"), (["umur=Umur"], "match.map"), (["name="], "match.map")], ids=["no =", "unknown field", "no column"]
)
def test_a_map_that_says_nothing_is_refused(given, code):
    with pytest.raises(InputError, match=code):
        fields_given(given)


def test_an_id_must_be_there_and_stand_once(tmp_path):
    with pytest.raises(InputError, match="match.no_id"):
        read_people(written(tmp_path, "nama,nik\nErni,1\n"), {}, "kode")
    with pytest.raises(InputError, match="match.id_twice") as refused:
        read_people(written(tmp_path, "kode,nama\n7,Erni\n7,Asma\n"), {}, "kode")
    assert "“7”" in refused.value.words.id


def test_a_file_that_is_no_list_says_so(tmp_path):
    with pytest.raises(InputError, match="match.unreadable"):
        read_people(written(tmp_path, "warna,rasa\nmerah,pedas\n"), {})
    with pytest.raises(InputError, match="match.unreadable"):
        read_people(tmp_path / "tidak-ada.csv", {})
