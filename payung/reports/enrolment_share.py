"""How many of the villages, offices or employers are enrolled, as a share with its footnote."""

from datetime import date

from payung.compliance.enrolment import EntityCount
from payung.coverage.measure import DENOMINATORS, Figure, share
from payung.values.words import Words

KINDS: dict[str, Words] = {
    "village": Words("Desa", "Villages"),
    "opd": Words("OPD", "Offices"),
    "employer": Words("Pemberi kerja", "Employers"),
}
_ENROLLED = {
    "village": Words(
        "desa terdaftar di BPJS Ketenagakerjaan (yang tanpa keterangan dihitung belum)",
        "villages enrolled with BPJS Ketenagakerjaan (those without information count as not enrolled)",
    ),
    "opd": Words(
        "OPD terdaftar di BPJS Ketenagakerjaan (yang tanpa keterangan dihitung belum)",
        "offices enrolled with BPJS Ketenagakerjaan (those without information count as not enrolled)",
    ),
    "employer": Words("pemberi kerja terdaftar di BPJS Ketenagakerjaan", "employers enrolled with BPJS Ketenagakerjaan"),
}
_AMONG = {
    "village": DENOMINATORS["villages"],
    "opd": Words("OPD di daftar kantor Payung", "offices on Payung’s list of offices"),
    "employer": Words("pemberi kerja yang dikenal Payung, bukan semua yang ada", "employers known to Payung, not all there are"),
}


def share_enrolled(kind: str, count: EntityCount, *, place: str, place_name: str, on: date) -> Figure:
    """47 of 336 villages: 13.99 %, and what it divides."""
    return share(count.enrolled, count.total, of=_ENROLLED[kind], among=_AMONG[kind], as_of=on, place=place, place_name=place_name)
