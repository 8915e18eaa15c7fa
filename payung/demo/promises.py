"""Invented regulations, an agreement that ends soon, evidence of duties, meetings with open promises and an event, for the demo regency."""

from datetime import date

from payung.compliance.duty_actions import Told, record_evidence
from payung.compliance.follow_up_actions import Promised, oblige, promise, step
from payung.compliance.meeting_actions import (
    Plan,
    count_enrolled,
    enter_outreach,
    note_attendance,
    offices_named,
    plan_meeting,
    resolve,
    write_minutes,
)
from payung.compliance.models import Instrument, Meeting
from payung.compliance.regulation_actions import Terms, cite, enter_instrument
from payung.demo import regency
from payung.places.models import Place
from payung.values.words import Words

_SEEN_IN = "karangan untuk peragaan, invented for the demo"
_FIRST, _SECOND, _NEXT = date(2026, 2, 26), date(2026, 4, 9), date(2026, 4, 30)
_GUESTS = ("Sekretaris Daerah", "Dinas Kesehatan", "DPMD", "BPKAD", "BPJS Ketenagakerjaan Cabang Kendari")
_HALL = "Aula Kantor Bupati (karangan)"
_LABOUR, _BPJS = "Dinas Tenaga Kerja", "BPJS Ketenagakerjaan Cabang Kendari"


def promise_some(place: Place) -> Words | None:
    """Once; None where there are meetings already. All of it is invented."""
    if Meeting.objects.filter(place=place).exists():
        return None
    regulation = _instruments(place)
    _evidence(place, regulation)
    _meetings(place)
    _outreach(place)
    return Words(
        "Peraturan, perjanjian, bukti kewajiban, tiga rapat, dan satu sosialisasi dicatat.",
        "Regulations, an agreement, evidence of duties, three meetings and an event are entered.",
    )


def _instruments(place: Place) -> Instrument:
    on = regency.TODAY
    terms = Terms("Penyelenggaraan jaminan sosial ketenagakerjaan (karangan)", "91", 2023, signed_on=date(2023, 5, 2), starts_on=date(2023, 5, 2))
    made = enter_instrument(place=place, kind="perbup", terms=terms, seen_in=_SEEN_IN, by=None, on=on)
    cite(instrument=made, number="19", year=2023, seen_in=f"berita daerah ({_SEEN_IN})", by=None, on=on)
    circular = Terms("Kepesertaan pegawai non-ASN perangkat daerah (karangan)", "900.1/77", 2025, signed_on=date(2025, 1, 15))
    enter_instrument(place=place, kind="se", terms=circular, seen_in=_SEEN_IN, by=None, on=on)
    agreement = Terms(
        "Perlindungan pekerja rentan (karangan)",
        "400.3/5/PKS/DISNAKER/2024",
        2024,
        second_number="PER/12/062024",
        signed_on=date(2024, 6, 3),
        starts_on=date(2024, 6, 3),
        ends_on=date(2026, 6, 2),
        scope="Pekerja rentan yang iurannya dibayar APBD: JKK dan JKM",
        parties=f"{_LABOUR} Kabupaten Konawe Selatan\n{_BPJS}",
        ceiling=3000,
        contact="Bidang HI-Jamsos, disnaker@contoh.go.id",
    )
    paper = enter_instrument(place=place, kind="pks", terms=agreement, seen_in=_SEEN_IN, by=None, on=on)
    told = Promised("Menyampaikan data peserta aktif setiap triwulan", _BPJS, date(2026, 4, 10))
    oblige(instrument=paper, promised=told, by=None, on=date(2026, 1, 12))
    return made


def _evidence(place: Place, regulation: Instrument) -> None:
    on, shown = regency.TODAY, [
        ("regulation", Told(date(2023, 5, 2), instrument=regulation)),
        ("budget", Told(date(2025, 12, 22), period="2026", amount=regency.FUND_AMOUNT, reference="DPA Disnaker 2026 (karangan)")),
        ("non_asn", Told(date(2026, 3, 31), part=17, whole=42, reference="BKPSDM (karangan)", note="OPD terdaftar")),
        ("vulnerable", Told(date(2026, 3, 31), part=3000, whole=5168, reference="rekap kepesertaan (karangan)")),
        ("report", Told(date(2025, 7, 9), period="2025-Q2", reference="900/31 (karangan)")),
        ("report", Told(date(2025, 10, 21), period="2025-Q3", reference="900/58 (karangan)")),
        ("report", Told(date(2026, 1, 8), period="2025-Q4", reference="900/4 (karangan)")),
    ]  # fmt: skip
    for duty, told in shown:
        record_evidence(addressee=place.code, duty=duty, told=told, by=None, on=on)


def _meetings(place: Place) -> None:
    """Two that were held, the second with what the first left open, and one to come."""
    offices = offices_named(place.code, _GUESTS)
    plan = Plan("Percepatan perlindungan pekerja", _FIRST, "09.00 WITA", _HALL, "Sekretaris Daerah", "Cakupan\nData non-ASN")
    first = plan_meeting(place=place, kind="rakor", plan=plan, guests=_GUESTS, by=None, on=_FIRST)
    _came(first, _FIRST)
    decided = resolve(meeting=first, text="Seluruh OPD menyerahkan data pegawai non-ASN", by=None, on=_FIRST)
    done = promise(meeting=first, promised=Promised("Surat edaran kepada OPD", "Sekretaris Daerah", date(2026, 3, 9)), by=None, on=_FIRST)
    step(follow_up=done, state="done", note="SE terkirim", by=None, on=date(2026, 3, 6))
    health = Promised("Menyerahkan data pegawai non-ASN puskesmas", "Dinas Kesehatan", date(2026, 3, 20), office=offices.get("Dinas Kesehatan"))
    promise(meeting=first, promised=health, resolution=decided, by=None, on=_FIRST)
    villages = Promised("Data perangkat desa, RT/RW per kecamatan", "DPMD", date(2026, 3, 31))
    moved = promise(meeting=first, promised=villages, by=None, on=_FIRST)
    write_minutes(meeting=first, minutes="Cakupan dibahas per segmen.\nBaru sebagian OPD yang menyerahkan data pegawai non-ASN.", by=None, on=_FIRST)
    step(follow_up=moved, state="moved", due_on=date(2026, 5, 15), note="menunggu data dua kecamatan", by=None, on=date(2026, 3, 30))

    plan = Plan("Audiensi Kepala Cabang BPJS", _SECOND, "10.00 WITA", _HALL, "Bupati", "Kondisi kepesertaan\nAnggaran perubahan")
    second = plan_meeting(place=place, kind="audience", plan=plan, guests=_GUESTS, by=None, on=_SECOND)
    _came(second, _SECOND)
    resolve(meeting=second, text="Tambahan kuota pekerja rentan diusulkan dalam APBD-P 2026", by=None, on=_SECOND)
    promise(meeting=second, promised=Promised("Usulan APBD-P 1.000 pekerja", "BPKAD", date(2026, 6, 30)), by=None, on=_SECOND)
    promise(meeting=second, promised=Promised("Konsep perpanjangan PKS", _LABOUR, date(2026, 4, 17)), by=None, on=_SECOND)
    write_minutes(meeting=second, minutes="Cabang memaparkan kepesertaan dan klaim.", by=None, on=_SECOND)

    plan = Plan("Percepatan perlindungan pekerja, lanjutan", _NEXT, "09.00 WITA", _HALL, "Sekretaris Daerah", "Kuota APBD-P")
    plan_meeting(place=place, kind="rakor", plan=plan, guests=_GUESTS, by=None, on=regency.TODAY)


def _came(meeting: Meeting, on: date) -> None:
    guests = list(meeting.guests.order_by("pk"))
    note_attendance(meeting=meeting, came={guest.pk: "" for guest in guests[:-2]}, absent=[guests[-2].pk], by=None, on=on)


def _outreach(place: Place) -> None:
    on = regency.TODAY
    terms = {"title": "Sosialisasi nelayan, petani (karangan)", "held_on": date(2026, 2, 18), "host": _BPJS, "audience": "nelayan, petani"}
    made = enter_outreach(place=place, people=120, villages=8, by=None, on=on, **terms)  # type: ignore[arg-type]
    count_enrolled(outreach=made, people=37, until=date(2026, 3, 31), source=_BPJS, by=None, on=on)
