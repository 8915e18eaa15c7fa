"""The form of a fund, which asks what its source needs, and the form of its budget's papers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from payung.law.given import Sector, Segment
from payung.places.models import Office, Place
from payung.planning.fund_actions import Papers
from payung.planning.models import PAID_BY_OTHERS, Fund
from payung.planning.sources import FIRST, ONLY, all_sources, source_of, trades
from payung.values.month import Month
from payung.values.words import Words
from payung.web.language import lang
from payung.web.money.forms import MOST_MONTHS, NEEDED, SOURCES, CriteriaForm, RupiahField, both, choice, text, whole

SEGMENTS = {
    Segment.BPU: Words("Pekerja rentan (BPU): kelas menurut penghasilan", "Vulnerable workers (BPU): a class by income"),
    Segment.NON_ASN: Words("Non-ASN, RT/RW: bagian dari upah", "Non-ASN staff: a share of the wage"),
}
TRADE_RULES = {
    "": Words("tidak dilihat", "does not count"),
    FIRST: Words("didahulukan", "come first"),
    ONLY: Words("hanya mereka", "nobody else"),
}
GROUPS = {
    "SG": Words("SG: pekerja rentan, pemerintah daerah", "SG: vulnerable workers, local government"),
    "SD": Words("SD: desa, uang desa", "SD: village, its own budget"),
    "SA": Words("SA: desa, APBD", "SA: village, regional budget"),
    "SL": Words("SL: desa, uang lain", "SL: village, other money"),
    "SC": Words("SC: perusahaan", "SC: companies"),
    "SB": Words("SB: perbankan", "SB: banks"),
}
ASKED = {  # what a source asks (sources.yaml) -> the field of the form
    "owner": "pemilik",
    "budget_number": "dpa",
    "account_jkk": "rekening_jkk",
    "account_jkm": "rekening_jkm",
    "donor": "donatur",
    "asnaf": "asnaf",
    "regulation": "peraturan",
}
_UNKNOWN = Words("belum diketahui", "not known yet")


class PapersForm(forms.Form):
    """What the papers of a fund's budget carry; `asked` says which of it the source needs."""

    kelompok = choice(both("Kode kelompok BPJS", "Group code of BPJS"), required=False)
    pemilik = choice(both("Perangkat daerah pemilik anggaran", "Office that holds the budget"), required=False)
    dpa = text(both("Nomor DPA", "Number of the DPA"), 100, required=False)
    rekening_jkk = text(both("Kode rekening JKK", "Account of JKK"), 60, required=False)
    rekening_jkm = text(both("Kode rekening JKM", "Account of JKM"), 60, required=False)
    donatur = text(both("Pemberi uang", "Who gives the money"), 150, required=False)
    asnaf = text(both("Golongan penerima zakat (asnaf)", "Which of those entitled to zakat"), 60, required=False)
    peraturan = text(
        both("Peraturan yang menetapkan kriteria", "Regulation that sets the criteria"),
        200,
        required=False,
        help_text=both("Misalnya: Perbup 4/2026.", "Such as: Perbup 4/2026."),
    )

    def offer(self, place: Place | None) -> None:
        """The choices, once the place is known."""
        unknown = ("", _UNKNOWN.said(lang()))
        self.fields["kelompok"].choices = [unknown, *((code, words.said(lang())) for code, words in GROUPS.items())]  # type: ignore[attr-defined]
        kinds = (Office.Kind.LABOUR, Office.Kind.OPD, Office.Kind.OTHER)
        offices = Office.objects.filter(place=place, kind__in=kinds).order_by("name") if place else Office.objects.none()
        self.fields["pemilik"].choices = [unknown, *((str(one.pk), one.name) for one in offices)]  # type: ignore[attr-defined]

    def asked(self, source: str) -> list[Any]:
        """The bound fields that this source needs."""
        names = ["kelompok", *(ASKED[name] for name in source_of(source).asks)] if source in all_sources() else []
        return [self[name] for name in names]

    def papers(self) -> Papers:
        """After `is_valid`."""
        given = self.cleaned_data
        owner = Office.objects.filter(pk=int(given["pemilik"])).first() if given.get("pemilik") else None
        names = {name: given.get(field, "") for name, field in ASKED.items() if name != "owner"}
        return Papers(group=given.get("kelompok", ""), owner=owner, **names)


def papers_initial(fund: Fund) -> dict[str, Any]:
    """What a fund's papers carry now, as the fields of `PapersForm`."""
    there = {field: getattr(fund, name) for name, field in ASKED.items() if name != "owner"}
    return {**there, "kelompok": fund.group, "pemilik": str(fund.owner_id or "")}


def of_source(source: str) -> dict[str, str]:
    """What is offered first for a source."""
    chosen = all_sources().get(source)
    if chosen is None:
        return {}
    trade = chosen.trade if chosen.trade_rule else ""
    return {"kelompok": chosen.groups[0] if chosen.groups else "", "pekerjaan": trade, "aturan_pekerjaan": chosen.trade_rule}


class FundForm(PapersForm, CriteriaForm):
    """A fund before it is opened; `orang` only asks what the money would mean for so many, `ditanya` says for which source the form asked."""

    nama = text(both("Nama dana", "Name of the fund"), 120, help_text=both("Misalnya: APBD 2026.", "Such as: APBD 2026."))
    sumber = choice(both("Sumber dana", "Source"))
    jumlah = RupiahField(
        label=both("Jumlah uang", "Amount"),
        help_text=both("Misalnya 604.800.000 atau 604,8 juta.", "Such as 604,800,000 or 604.8 million."),
        error_messages={"required": NEEDED},
    )
    mulai = choice(both("Bulan pertama", "First month"))
    bulan = whole(both("Berapa bulan", "How many months"), least=1, most=MOST_MONTHS)
    orang = whole(
        both("Berapa orang yang direncanakan", "How many people are planned"),
        least=1,
        most=10_000_000,
        required=False,
        help_text=both("Boleh kosong: dihitung dari uangnya.", "May stay empty: then the money decides."),
    )
    segmen = choice(both("Siapa yang dibayar", "Who is paid for"), required=False)
    upah = RupiahField(
        label=both("Penghasilan atau dasar upah sebulan", "Income or wage basis a month"),
        required=False,
        help_text=both(
            "Pekerja rentan: kosong berarti kelas terendah. Non-ASN: wajib.", "Vulnerable workers: empty is the lowest class. Non-ASN: needed."
        ),
    )
    pekerjaan = choice(both("Jenis pekerjaan", "Kind of work"), required=False)
    aturan_pekerjaan = choice(both("Pekerjaan itu", "That work"), required=False)
    ditanya = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    field_order = ["nama", "sumber", "jumlah", "mulai", "bulan", "orang"]

    def __init__(self, *args: Any, months: Iterable[Month], place: Place | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offer(place)
        offered: dict[str, list[tuple[str, Words]]] = {
            "sumber": list(SOURCES.items()),
            "segmen": [(segment.value, SEGMENTS[Segment(segment)]) for segment in PAID_BY_OTHERS],
            "pekerjaan": [("", Words("semua pekerjaan", "every work")), *((code, trade.title) for code, trade in trades().items())],
            "aturan_pekerjaan": list(TRADE_RULES.items()),
            "mulai": [(str(month), Words(month.said(), month.said("en"))) for month in months],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [(code, words.said(lang())) for code, words in choices]  # type: ignore[attr-defined]
        for name in ("jumlah", "upah"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if bool(given.get("pekerjaan")) != bool(given.get("aturan_pekerjaan")):
            self.add_error(
                "aturan_pekerjaan", str(both("Pilih pekerjaan dan aturannya, atau kosongkan keduanya.", "Choose work and rule, or neither."))
            )
        if given.get("segmen") == Segment.NON_ASN and not given.get("upah"):
            self.add_error(
                "upah", str(both("Isi dasar upahnya: iuran non-ASN bagian dari upah.", "Give the wage: non-ASN contributions are a share of it."))
            )
        return given

    @property
    def asks(self) -> list[Any]:
        """The papers that the chosen source needs, or the first one of the list."""
        return self.asked(self.source)

    @property
    def source(self) -> str:
        return str(self["sumber"].value() or next(iter(SOURCES)))

    def terms(self) -> dict[str, Any]:
        """As `open_fund` takes them; after `is_valid`."""
        given = self.cleaned_data
        return {
            "name": given["nama"],
            "source": given["sumber"],
            "amount": given["jumlah"],
            "first_month": Month.parse(given["mulai"]),
            "months": given["bulan"],
            "youngest": given["umur_dari"],
            "oldest": given["umur_sampai"],
            "last_year_first": given["tahun_lalu"],
            "highest_decile": given["desil"],
            "quota_per_village": given["kuota"],
            "income": given["upah"],
            "segment": Segment(given["segmen"] or Segment.BPU),
            "trade": given["pekerjaan"],
            "trade_rule": given["aturan_pekerjaan"],
            "papers": self.papers(),
            "sector": Sector.OTHER,
        }
