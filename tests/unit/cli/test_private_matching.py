"""payung match key, encode, compare, resolve: from two agencies' lists to pairs that name own rows only; misuse is one sentence, nothing written."""

import json
import shutil
import subprocess
import sys
from functools import partial

import pytest

ASN = """Nomor;NIK;Nama Lengkap;Tanggal Lahir;Nama Ibu Kandung
P-1;7405010131800002;Nurhayati Mokodompit;03/02/1980;Rosdiana
P-2;7405020131990007;Drs. Bambang Sugeng;9 September 1969;Murni
P-3;;La Ode Abdul Rahman;1975-06-01;Wa Ode Ani
P-4;7405110131550044;Yusuf Tamburaka;1988-12-12;Asma
"""
TASPEN = """nip,ktp,nama,tgl lahir,ibu kandung
19,7405010131800002,NURHAJATI MOKODOMPIT,1980-02-03,Rosdiana
20,7405020131990101,Sitti Ramlah,1990-01-01,Hasnah
21,,LAODE ABD. RACHMAN,1975-01-06,WA ODE ANI
22,7405029131990102,Andi Mappa,1991-04-05,Masni
"""


def run(folder, *words):
    return subprocess.run([sys.executable, "-m", "payung", "match", *words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def payung(tmp_path):
    (tmp_path / "asn.csv").write_text(ASN, encoding="utf-8")
    (tmp_path / "taspen.csv").write_text(TASPEN, encoding="utf-8")
    return partial(run, tmp_path)


@pytest.fixture(scope="module")
def encoded(tmp_path_factory):
    """A folder with two keys and lists encoded with them, made once."""
    folder = tmp_path_factory.mktemp("encoded")
    for name, text in {"asn": ASN, "taspen": TASPEN, "empty": "nik,nama\n", "names": "nama\nAni\n"}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    for key in ("k", "other"):
        run(folder, "key", "--out", key)
    for key, out, *more in (("k", "asn"), ("other", "other"), ("k", "fewer", "--fields", "nik")):
        assert run(folder, "encode", "asn.csv", "--key-file", key, "--out", f"{out}.enc.csv", *more).returncode == 0
    return folder


@pytest.fixture(autouse=True, scope="module")
def ours_everywhere(pytestconfig):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(pytestconfig.rootpath))
        yield


def data(done):
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_from_two_lists_to_pairs_that_name_own_rows_only(payung, tmp_path):
    key = data(payung("key", "--out", "k", "--json"))["key"]
    asn = data(payung("encode", "asn.csv", "--key-file", "k", "--out", "asn.enc.csv", "--id", "Nomor", "--json"))
    taspen = data(payung("encode", "taspen.csv", "--key-file", "k", "--out", "taspen.enc.csv", "--id", "nip", "--json"))
    assert (asn["rows"], asn["key"], asn["local"], asn["fields"]) == (4, key, "asn.local.csv", ["birth_date", "mother", "name", "nik"])
    assert taspen["fields"] == asn["fields"]
    found = data(payung("compare", "asn.enc.csv", "taspen.enc.csv", "--out", "pairs.csv", "--key-file", "k", "--json"))
    assert (found["pairs"], found["checked_with_key"]) == (2, True)
    for local in ("asn", "taspen"):
        own = data(payung("resolve", "pairs.csv", "--local", f"{local}.local.csv", "--out", f"{local}.csv.pairs", "--json"))
        assert own["own_rows"] == 2
    mine, theirs = ((tmp_path / f"{name}.csv.pairs").read_text(encoding="utf-8").splitlines() for name in ("asn", "taspen"))
    assert mine[0] == "left_id,right_id,probability,why"
    assert {line.split(",")[0] for line in mine[1:]} == {"P-1", "P-3"}
    assert {line.split(",")[1] for line in theirs[1:]} == {"19", "21"}
    assert "P-1" not in "\n".join(theirs)
    everything = "".join((tmp_path / f"{name}.enc.csv").read_text() for name in ("asn", "taspen")).lower()
    assert [word for word in ("7405010131800002", "nurhayati", "mokodompit", "1980-02-03", "rosdiana", "p-1") if word in everything] == []


def test_people_read_what_to_send_and_what_to_keep(payung):
    payung("key", "--out", "k")
    told = payung("encode", "asn.csv", "--key-file", "k", "--out", "asn.enc.csv").stdout
    assert "4 baris disandikan ke asn.enc.csv" in told
    assert "asn.local.csv tetap di kantor" in told
    assert "orang lain di komputer ini" not in told


def test_a_key_that_others_can_read_is_told(payung, tmp_path):
    payung("key", "--out", "k")
    (tmp_path / "k").chmod(0o644)
    assert "Batasi dengan chmod 600" in payung("encode", "asn.csv", "--key-file", "k", "--out", "asn.enc.csv").stdout


def test_first_name_and_surname_are_a_name(payung, tmp_path):
    (tmp_path / "parts.csv").write_text("nik,given name,surname\n7405010131800002,Nurhayati,Mokodompit\n", encoding="utf-8")
    payung("key", "--out", "k")
    assert data(payung("encode", "parts.csv", "--key-file", "k", "--out", "p.enc.csv", "--json"))["fields"] == ["name", "nik"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("encode asn.csv --key-file nothing --out x.enc.csv", "Berkas kunci “nothing” tidak ditemukan"),
        ("encode asn.csv --key-file asn.csv --out x.enc.csv", "“asn.csv” bukan berkas kunci Payung"),
        ("encode empty.csv --key-file k --out x.enc.csv", "“empty.csv”"),
        ("encode asn.csv --key-file k --out x.enc.csv --fields nik,address", "Tidak disandikan, atau tidak ada di “asn.csv”: address"),
        ("encode asn.csv --key-file k --out x.enc.csv --map name=Pemilik", "Kolom “Pemilik” tidak ada di berkas"),
        ("encode names.csv --key-file k --out x.enc.csv", "Tidak ada baris “names.csv” yang dapat dicocokkan"),
        ("compare asn.csv asn.csv --out x.csv", "“asn.csv” belum disandikan"),
        ("compare asn.enc.csv other.enc.csv --out x.csv", "tidak disandikan dengan kunci yang sama"),
        ("compare asn.enc.csv fewer.enc.csv --out x.csv", "--fields nik"),
        ("compare asn.enc.csv asn.enc.csv --out x.csv --key-file other", "tidak disandikan dengan kunci yang sama"),
        ("resolve asn.csv --local asn.local.csv --out x.csv", "“asn.csv” bukan hasil “payung match compare”"),
        ("encode asn.csv --key-file k --out asn.csv", "Hasil akan menimpa “asn.csv”"),
        ("compare asn.enc.csv other.enc.csv --out asn.enc.csv", "Hasil akan menimpa “asn.enc.csv”"),
        ("resolve asn.csv --local asn.local.csv --out asn.local.csv", "Hasil akan menimpa “asn.local.csv”"),
        ("key --out k", "sudah ada dan tidak ditimpa"),
    ],
)
def test_misuse_is_one_sentence_and_writes_nothing(encoded, tmp_path, words, said):
    shutil.copytree(encoded, tmp_path, dirs_exist_ok=True)
    payung = partial(run, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    done = payung(*words.split())
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
