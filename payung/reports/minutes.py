"""Minutes of a determination (berita acara): people, money, criteria, and who made and who approved it."""

from datetime import date

from payung.correspondence.models import PaperKind
from payung.planning.models import Approval, Determination
from payung.planning.queries import criteria_of
from payung.planning.rank import told_criteria
from payung.reports.decided import Told
from payung.reports.paper import Block, Paper, Signatory, numbers, paper_pdf, text, title
from payung.values.spelled import rupiah_spelled, spelled
from payung.values.words import Lang, Words, day, number, rupiah

_TITLE = Words("Berita Acara Penetapan Peserta", "Minutes of the Determination of Participants")
_NUMBER = Words("Nomor {number}", "Number {number}")
_OF = Words("untuk Keputusan Nomor {number}, versi {version}", "for decree number {number}, version {version}")
_OPENING = Words(
    "Pada {on} telah dikunci daftar peserta bantuan iuran jaminan kecelakaan kerja (JKK) dan jaminan kematian (JKM) dari dana {fund} untuk "
    "{first} sampai {last}, menurut pendataan {round}.",
    "On {on} the list of people whose contributions to work accident (JKK) and death insurance (JKM) are paid from the fund {fund} for {first} to "
    "{last} was locked, from the round {round}.",
)
_AMENDS = Words("Daftar ini mengubah Keputusan Nomor {number}: {why}.", "This list amends decree number {number}: {why}.")
_CLOSING = Words(
    "Urutan seluruh calon, alasannya bagi setiap orang, dan daftar peserta ada dalam lampiran. Daftar ini tidak berubah lagi; perubahan sesudahnya "
    "lewat mutasi bulanan atau penetapan baru.",
    "The order of all candidates, the reason for each of them and the list are in the annex. This list does not change any more; later changes go "
    "through the monthly changes or a new determination.",
)
_PEOPLE, _MONEY, _CRITERIA = Words("Orang", "People"), Words("Uang", "Money"), Words("Kriteria dan urutan", "Criteria and order")


def minutes_pdf(determination: Determination, *, on: date, lang: Lang = "id") -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    return paper_pdf(minutes_paper(Told(determination, on), lang))


def minutes_paper(told: Told, lang: Lang = "id") -> Paper:
    """In both languages, for it is read by whoever checks as well."""
    one, fund = told.determination, told.fund
    opening = _OPENING.said(
        lang,
        on=day(one.decided_on, lang),
        fund=fund.name,
        first=fund.first_month.said(lang),
        last=fund.last_month.said(lang),
        round=fund.round.name,
    )
    criteria = [words.said(lang) for words in told_criteria(criteria_of(fund))]
    left, right = _signatures(one, lang)
    blocks = [
        *told.head(),
        title(
            _TITLE.said(lang).upper(),
            _NUMBER.said(lang, number=told.number(PaperKind.MINUTES)),
            _OF.said(lang, number=one.number, version=one.version),
        ),
        text(opening),
        *([text(_AMENDS.said(lang, number=one.amends.number, why=one.amended_because))] if one.amends else []),
        Block("heading", _PEOPLE.said(lang)),
        Block("facts", rows=_people(told, lang)),
        Block("heading", _MONEY.said(lang)),
        Block("facts", rows=_money(told, lang)),
        Block("heading", _CRITERIA.said(lang)),
        Block("items", rows=list(zip(numbers(len(criteria)), criteria, strict=True))),
        text(_CLOSING.said(lang)),
        Block("signatures", left=left, right=right),
    ]
    return Paper(_TITLE.said(lang), blocks, told.fingerprint, told.on, lang)


def _people(told: Told, lang: Lang) -> list[list[str]]:
    sums = told.summary
    people = [
        (Words("Calon yang diurutkan", "Candidates ranked"), sums.people + sums.waiting + sums.out),
        (Words("Ditetapkan sebagai peserta", "Determined"), sums.people),
        (Words("Cadangan", "Waiting"), sums.waiting),
        (Words("Tidak memenuhi syarat", "Not admitted"), sums.out),
    ]
    return [[words.said(lang), f"{number(value, lang)} ({spelled(value, lang)})"] for words, value in people]


def _money(told: Told, lang: Lang) -> list[list[str]]:
    sums = told.summary
    money = [
        (Words("Jumlah dana", "Amount of the fund"), sums.cost + sums.left),
        (Words("Iuran seorang untuk bulan pertama", "Contribution of a person for the first month"), sums.monthly_price),
        (Words("Iuran seorang untuk semua bulan", "Contribution of a person for all months"), sums.price),
        (Words("Biaya seluruh peserta", "Cost of all people"), sums.cost),
        (Words("Sisa dana", "Left of the fund"), sums.left),
    ]
    return [[words.said(lang), f"{rupiah(value, lang)} ({rupiah_spelled(value, lang)})"] for words, value in money]


def _signatures(determination: Determination, lang: Lang) -> tuple[Signatory, Signatory]:
    approval: Approval | None = getattr(determination, "approval", None)
    maker = str(determination.made_by) if determination.made_by else ""
    made = Signatory(Words("Yang mengunci daftar,", "Locked by,").said(lang), maker, lead=[day(determination.decided_on, lang)])
    return made, Signatory(
        Words("Yang menyetujui,", "Approved by,").said(lang), str(approval.by) if approval else "", lead=[_answered(determination, lang)]
    )


def _answered(determination: Determination, lang: Lang) -> str:
    approval: Approval | None = getattr(determination, "approval", None)
    if approval and approval.granted:
        return day(approval.on, lang)
    if approval:
        back = Words("Dikembalikan {on}: {reason}", "Sent back {on}: {reason}")
        return back.said(lang, on=day(approval.on, lang), reason=approval.reason)
    return Words("menunggu persetujuan", "awaiting approval").said(lang) if determination.made_by_id else ""
