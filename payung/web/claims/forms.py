"""What is typed about a death or an accident: the report, later facts, and the injury."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from payung.claims.models import Case, Report
from payung.claims.words import CAUSE_WORDS, KIND_WORDS, WAY_WORDS
from payung.law.accident import Mode, disability_codes
from payung.law.figure import figure
from payung.places.models import Place
from payung.web.language import later
from payung.web.money.forms import RupiahField, both, choice, day_field, text, whole

_MOST_PARTS = 3  # lines of the form; more are rare and can be entered one after the other


def _said(words: Any) -> list[tuple[str, Any]]:
    return [(key, later(one)) for key, one in words.items()]


_CAUSES = [(key, later(words) if key != Case.Cause.UNKNOWN else both("belum tahu", "not known yet")) for key, words in CAUSE_WORDS.items()]


class ReportForm(forms.Form):
    """Who is told by the address or by `nama`; `ways`: how the news came, the reporter's own way first."""

    jenis = choice(both("Apa yang terjadi", "What happened"), _said(KIND_WORDS), widget=forms.RadioSelect)
    nama = text(both("Nama lengkap", "Full name"), 200, required=False)
    nik = text(
        both("NIK, bila ada", "NIK, if known"), 20, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    desa = choice(both("Desa tempat tinggalnya", "Village where the person lived"))
    tanggal = day_field(both("Tanggal kejadian", "Day of the event"))
    tempat = text(
        both("Di mana", "Where"),
        200,
        required=False,
        help_text=both("Misalnya di rumah, di kebun, di RSUD.", "Such as at home, in the field, in hospital."),
    )
    sebab = choice(both("Karena kerja?", "Because of work?"), _CAUSES, initial=Case.Cause.UNKNOWN, widget=forms.RadioSelect)
    cerita = text(both("Ceritanya, singkat", "What happened, in short"), 1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    jalan = choice(both("Kabar ini dari", "The news came from"), _said(WAY_WORDS))
    pelapor = text(both("Nama pelapor", "Name of whoever told it"), 120, required=False)
    telepon = text(both("Nomor HP pelapor", "Their phone number"), 40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    mendampingi = forms.BooleanField(label=both("Pelapor mendampingi keluarga mengurus klaim", "They help the family with the claim"), required=False)

    def __init__(self, data: Any = None, *, known: bool, villages: Iterable[Place], way: str = Report.Way.VILLAGE, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["jalan"].initial = way
        if known:
            for name in ("nama", "nik", "desa"):
                del self.fields[name]
            return
        self.fields["nama"].required = True
        held = list(villages)
        given: Any = [(one.code, f"{one.name} · {one.parent.name if one.parent else ''}") for one in held]
        self.fields["desa"].choices = given if len(held) == 1 else [("", "–"), *given]  # type: ignore[attr-defined]


class FactsForm(forms.Form):
    """What was asked later; filled with what the case holds."""

    tanggal = day_field(both("Tanggal kejadian", "Day of the event"))
    sebab = choice(both("Karena kerja?", "Because of work?"), _CAUSES, widget=forms.RadioSelect)
    tempat = text(both("Di mana", "Where"), 200, required=False)
    cerita = text(both("Ceritanya, singkat", "What happened, in short"), 1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class InjuryForm(forms.Form):
    """What the doctor and the office wrote; `given` is what law.accident asks for, `filled` the form of what was recorded."""

    kidal = forms.BooleanField(label=both("Pekerja kidal", "Left-handed"), required=False)
    total = forms.BooleanField(label=both("Cacat total tetap", "Total permanent disability"), required=False)
    hari = whole(both("Hari tidak mampu bekerja", "Days unable to work"), most=3660, required=False)
    darat = RupiahField(label=both("Angkutan darat, sungai, danau (Rp)", "Transport by land, river, lake (Rp)"), required=False)
    laut = RupiahField(label=both("Angkutan laut (Rp)", "Transport by sea (Rp)"), required=False)
    udara = RupiahField(label=both("Angkutan udara (Rp)", "Transport by air (Rp)"), required=False)
    sembuh = day_field(both("Sembuh, atau cacatnya ditetapkan, pada", "Recovered, or disability established, on"), required=False)

    def __init__(self, data: Any = None, *, on: date, **more: Any) -> None:
        super().__init__(data, **more)
        codes: Any = [("", "–"), *((code, later(figure(f"disability.{code}").on(on).title)) for code in disability_codes())]
        for at in range(1, _MOST_PARTS + 1):
            self.fields[f"cacat{at}"] = choice(both(f"Cacat {at}", f"Disability {at}"), codes, required=False)
            self.fields[f"persen{at}"] = whole(both("Fungsi yang hilang (%)", "Function lost (%)"), least=1, most=100, required=False)

    @property
    def parts(self) -> list[tuple[Any, Any]]:
        """The fields of each line: part, per cent."""
        return [(self[f"cacat{at}"], self[f"persen{at}"]) for at in range(1, _MOST_PARTS + 1)]

    def given(self) -> dict[str, Any]:
        held = self.cleaned_data
        parts = []
        for at in range(1, _MOST_PARTS + 1):
            if held.get(f"cacat{at}"):
                loss = {"loss_percent": held[f"persen{at}"]} if held.get(f"persen{at}") else {}
                parts.append({"code": held[f"cacat{at}"], **loss})
        trips = [{"mode": str(mode), "cost": held[name]} for name, mode in _TRIPS.items() if held.get(name)]
        told: dict[str, Any] = {"parts": parts, "total": held.get("total"), "days_off": held.get("hari"), "transport": trips}
        told["left_handed"] = held.get("kidal") and bool(parts)
        return {name: value for name, value in told.items() if value}


_TRIPS = {"darat": Mode.LAND, "laut": Mode.SEA, "udara": Mode.AIR}


def filled(given: dict[str, Any], settled_on: date | None) -> dict[str, Any]:
    """The form's values of a recorded injury."""
    values: dict[str, Any] = {"kidal": given.get("left_handed"), "total": given.get("total"), "hari": given.get("days_off"), "sembuh": settled_on}
    for at, part in enumerate(given.get("parts", []), 1):
        values |= {f"cacat{at}": part["code"], f"persen{at}": part.get("loss_percent")}
    costs = {trip["mode"]: trip["cost"] for trip in given.get("transport", [])}
    return values | {name: costs.get(str(mode)) for name, mode in _TRIPS.items()}
