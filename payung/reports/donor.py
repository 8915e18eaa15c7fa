"""The report to whoever gave the money: who was covered with it, for how many months and how much. NIKs are masked, also in the workbook."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from payung.billing.models import Bill
from payung.planning.models import Fund
from payung.registry.bulk import read_frame
from payung.reports.annex import Annex, AnnexLine, annex_pdf
from payung.reports.table_book import write_table
from payung.values.month import Month
from payung.values.words import Lang, Words, number, rupiah

_PEOPLE = """SELECT p.nik, p.name, p.birth_date, v.name, COUNT(*), SUM(l.jkk + l.jkm), MIN(b.month), MAX(b.month)
    FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id JOIN registry_person p ON p.id = l.person_id
    LEFT JOIN registry_candidate c ON c.person_id = l.person_id AND c.round_id = %s LEFT JOIN places_place v ON v.code = c.village_id
    WHERE b.fund_id = %s AND b.id IN ({bills}) GROUP BY 1, 2, 3, 4 ORDER BY 4, 2, 1"""
_SCHEMA = {
    "nik": pl.String,
    "name": pl.String,
    "birth_date": pl.Date,
    "village": pl.String,
    "months": pl.Int64,
    "rupiah": pl.Int64,
    "first": pl.Int32,
    "last": pl.Int32,
}
_TITLE = Words("Laporan kepada donatur", "Report to the donor")
_COLUMNS = [
    (Words("NIK", "NIK"), "nik"),
    (Words("Nama", "Name"), "text"),
    (Words("Desa", "Village"), "text"),
    (Words("Bulan terlindungi", "Months covered"), "number"),
    (Words("Bulan pertama", "First month"), "month"),
    (Words("Bulan terakhir", "Last month"), "month"),
    (Words("Rupiah", "Rupiah"), "rupiah"),
]


@dataclass(frozen=True)
class DonorReport:
    """`people`: nik, name, birth_date, village, months, rupiah, first, last; `months` whose bills are paid in full."""

    fund: Fund
    people: pl.DataFrame
    months: list[Month]

    @property
    def rupiah(self) -> int:
        return int(self.people["rupiah"].sum())

    @property
    def lead(self) -> list[Words]:
        """What the first page says above the list."""
        fund, donor = self.fund, self.fund.donor
        span = f"{self.months[0].said()} – {self.months[-1].said()}" if self.months else "–"
        spoken = f"{self.months[0].said('en')} – {self.months[-1].said('en')}" if self.months else "–"
        return [
            *([Words(f"Kepada {donor}", f"To {donor}")] if donor else []),
            Words(f"{fund.name} · {fund.place.name}", f"{fund.name} · {fund.place.name}"),
            Words(
                f"{number(self.people.height)} pekerja terlindungi, {span}, iuran lunas {rupiah(self.rupiah)} dari {rupiah(fund.amount)}.",
                f"{number(self.people.height, 'en')} workers covered, {spoken}, contributions paid {rupiah(self.rupiah, 'en')} of "
                f"{rupiah(fund.amount, 'en')}.",
            ),
        ]


def donor_report(fund: Fund) -> DonorReport:
    """Of the months whose bills are paid in full; a month that is billed and not paid covers nobody yet."""
    paid = list(Bill.objects.filter(fund=fund).fully_paid().order_by("month"))
    people = pl.DataFrame(schema=_SCHEMA)
    if paid:
        sql = _PEOPLE.format(bills=", ".join(["%s"] * len(paid)))
        people = read_frame(sql, [fund.round_id, fund.pk, *(bill.pk for bill in paid)], _SCHEMA)
    return DonorReport(fund, people, [bill.month for bill in paid])


def donor_pdf(report: DonorReport, *, made_by: str, on: date, lang: Lang = "id") -> bytes:
    """The whole list with masked NIKs."""
    lines = [
        AnnexLine(at, one["nik"], one["name"], one["birth_date"], one["village"] or "–", _covered(one["months"], one["rupiah"]))
        for at, one in enumerate(report.people.iter_rows(named=True), 1)
    ]
    made_from = Words("tagihan yang lunas", "bills that are paid in full")
    return annex_pdf(Annex(_TITLE, report.lead, lines, None, False, on, made_by, made_from), lang)


def donor_book(report: DonorReport, lang: Lang = "id") -> bytes:
    """The same as a workbook."""
    rows = (
        [one["nik"], one["name"], one["village"], one["months"], Month(one["first"]), Month(one["last"]), one["rupiah"]]
        for one in report.people.iter_rows(named=True)
    )
    return write_table(f"{_TITLE.said(lang)}: {report.fund.name}", _COLUMNS, rows, lang)


def _covered(months: int, paid: int) -> Words:
    return Words(f"{number(months)} bulan · {rupiah(paid)}", f"{number(months, 'en')} months · {rupiah(paid, 'en')}")
