"""The papers of a fund's budget, the rules of its source as they are told, and the report to whoever gave the money."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render

from payung.planning.fund_actions import keep_papers
from payung.planning.models import Fund
from payung.planning.sources import Terms, rules_between, source_of, warned
from payung.reports.donor import donor_book, donor_pdf, donor_report
from payung.reports.explained import MARKS
from payung.values.errors import PayungError
from payung.values.words import Words
from payung.web.download import PDF, XLSX, attachment, refuse_too_many
from payung.web.language import lang
from payung.web.money.forms import SOURCES
from payung.web.money.fund_forms import ASKED, PapersForm, papers_initial
from payung.web.money.seen import the_fund
from payung.web.page import PageRequest, page, say


@dataclass(frozen=True)
class HeldRule:
    """One rule of a source: what it says, where that stands, how sure it is; `wrong`: what of the fund does not keep it, with what to do."""

    says: Words
    cited: str
    read: str
    mark: Words
    wrong: Words | None


def rules_held(terms: Terms) -> list[HeldRule]:
    """The rules in force in these months, those that are not kept first."""
    broken = {one.rule: one for one in warned(terms)}
    told = [
        HeldRule(
            rule.says,
            rule.cited,
            rule.read,
            MARKS[broken[rule].mark if rule in broken else rule.mark],
            broken[rule].words if rule in broken else None,
        )
        for rule in rules_between(terms.source, terms.first, terms.last)
    ]
    return sorted(told, key=lambda one: one.wrong is None)


def papers_told(fund: Fund) -> list[tuple[Words, str]]:
    """What the source asks, with what is known of it."""
    labels = PapersForm.base_fields
    asked = [(name, ASKED[name]) for name in source_of(fund.source).asks]
    return [(Words(str(labels[field].label), str(labels[field].label)), str(getattr(fund, name) or "")) for name, field in asked]


@page("fund.open", writes="fund.open")
def papers_page(request: PageRequest, fund_id: int) -> HttpResponse:
    """Numbers that often come after the fund is opened: the DPA, the accounts, BPJS's group."""
    fund = the_fund(request, fund_id)
    form = PapersForm(request.POST or None, initial=papers_initial(fund))
    form.offer(fund.place)
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                keep_papers(fund=fund, papers=form.papers(), by=request.user, on=request.scope.on)
                say(request, Words("Anggaran dana ini disimpan.", "The budget of this fund is kept."))
                return redirect("money:fund", fund.pk)
        except PayungError as error:
            form.add_error(None, error.words.said(lang()))
        status = 422
    asked = form.asked(fund.source)
    hidden = [field for field in form if field.name not in {one.name for one in asked}]
    context = {"fund": fund, "form": form, "asked": asked, "hidden": hidden, "source": SOURCES[fund.source]}
    return render(request, "money/fund_papers.html", context, status=status)


@page("report.make")
def donor_report_file(request: PageRequest, fund_id: int) -> HttpResponse:
    """?bentuk=xlsx or pdf: who was covered with the donor's money, with masked NIKs."""
    fund = the_fund(request, fund_id)
    report = donor_report(fund)
    refuse_too_many(report.people.height)
    if request.GET.get("bentuk") == "xlsx":
        return attachment(donor_book(report, lang()), XLSX, f"laporan donatur {fund.name}.xlsx")
    made = donor_pdf(report, made_by=str(request.user), on=request.scope.on, lang=lang())
    return attachment(made, PDF, f"laporan donatur {fund.name}.pdf")
