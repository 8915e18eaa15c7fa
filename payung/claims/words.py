"""How a case, its kind, cause and state, and the way of a report are named on screens and papers."""

from payung.claims.models import Case, Report
from payung.values.words import Words

KIND_WORDS: dict[str, Words] = {
    Case.Kind.DEATH: Words("Meninggal dunia", "Death"),
    Case.Kind.ACCIDENT: Words("Kecelakaan kerja", "Work accident"),
}
CAUSE_WORDS: dict[str, Words] = {
    Case.Cause.WORK: Words("karena kerja", "by work"),
    Case.Cause.OTHER: Words("bukan karena kerja", "not by work"),
    Case.Cause.UNKNOWN: Words("sebab belum diisi", "cause not given yet"),
}
STATE_WORDS: dict[str, Words] = {
    Case.State.OPEN: Words("berjalan", "open"),
    Case.State.CLOSED: Words("selesai, uang diterima", "closed, money received"),
    Case.State.REFUSED: Words("tidak ada hak", "nothing due"),
    Case.State.WITHDRAWN: Words("dibatalkan", "withdrawn"),
}
STATE_LOOKS: dict[str, str] = {
    Case.State.OPEN: "waiting",
    Case.State.CLOSED: "paid",
    Case.State.REFUSED: "rejected",
    Case.State.WITHDRAWN: "duplicate",
}
WAY_WORDS: dict[str, Words] = {
    Report.Way.VILLAGE: Words("desa", "village"),
    Report.Way.OFFICE: Words("OPD", "office"),
    Report.Way.HELPER: Words("pendamping keluarga", "family helper"),
    Report.Way.REGISTER: Words("data kematian", "register of deaths"),
    Report.Way.HOSPITAL: Words("rumah sakit atau puskesmas", "hospital or clinic"),
    Report.Way.LABOUR_OFFICE: Words("Dinas Tenaga Kerja", "labour office"),
    Report.Way.BPJS: Words("cabang BPJS", "BPJS branch"),
}


def case_name(case: Case) -> str:
    """Who it is about: as the data know the person, else as reported."""
    return case.person.name if case.person else case.name
