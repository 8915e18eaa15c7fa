"""Registers are read like lists, may be larger than a list, and are refused rather than half understood."""

from datetime import date

import pytest
from sheets import write

from payung.intake.registers import read_registers
from payung.values.errors import InputError


def test_a_register_in_any_wording(tmp_path):
    rows = [
        ["DAFTAR KEMATIAN"],
        ["No", "N.I.K", "Nama", "Tgl Meninggal"],
        [1, "7405 0112 0677 0841", "Ani", "3 MEI 2025"],
        [2, 7405011206770842.0, "Budi", date(2025, 5, 4)],
        [3, "", "Cici", ""],
    ]
    deaths = read_registers({"deaths": write(tmp_path / "k.xlsx", rows)})["deaths"]
    assert deaths["nik"].to_list() == ["7405011206770841", "7405011206770842", None]
    assert deaths["on"].to_list() == [date(2025, 5, 3), date(2025, 5, 4), None]
    assert deaths["evidence"].to_list() == ["2025-05-03", "2025-05-04", ""]


def test_a_register_without_nik_by_name(tmp_path):
    taspen = read_registers(
        {
            "taspen": write(
                tmp_path / "t.csv", [["nama", "tanggal_lahir", "instansi"], ["ANI", "1980-05-03", "Dinas Kesehatan"], ["BUDI", "1981-05-03", ""]]
            )
        }
    )["taspen"]
    assert list(taspen.select("nik", "name", "birth_date", "evidence").iter_rows()) == [
        (None, "ANI", date(1980, 5, 3), "Dinas Kesehatan"),
        (None, "BUDI", date(1981, 5, 3), ""),
    ]


def test_a_register_may_be_larger_than_a_list(tmp_path):
    file = tmp_path / "welfare.csv"
    file.write_text("nik,desil\n" + "".join(f"7405011206{number:06d},{number % 10 + 1}\n" for number in range(260_000)), encoding="utf-8")
    assert read_registers({"welfare": file})["welfare"].height == 260_000


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["nama", "tanggal_lahir"], ["Ani", "1980-05-03"]], "register.no_columns"),
        ([["a", "b"], ["1", "2"]], "register.unreadable"),
        ([["nik", "nama"], *[[float(f"74050112067{i:04d}0"), f"Orang {i}"] for i in range(20)]], "register.nik_damaged"),
    ],
)
def test_a_register_that_cannot_be_trusted_is_refused(tmp_path, rows, code):
    with pytest.raises(InputError, match=code):
        read_registers({"deaths": write(tmp_path / "k.xlsx", rows)})


def test_exact_numbers_are_trusted(tmp_path):
    rows = [["nik", "jenis"], *[[float(f"74050112067708{i:02d}"), "PNS"] for i in range(20)]]
    assert read_registers({"civil_servants": write(tmp_path / "k.xlsx", rows)})["civil_servants"]["nik"].null_count() == 0


def test_an_unknown_kind_names_the_known_ones(tmp_path):
    with pytest.raises(InputError, match="register.unknown") as error:
        read_registers({"pajak": tmp_path / "x.csv"})
    assert "deaths" in error.value.words.id
