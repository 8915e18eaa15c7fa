"""The letterhead that the papers of a fund bear: of the office that holds its budget, else of its place."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render

from payung.audit.actions import acting
from payung.correspondence.actions import set_letterhead, set_paper_rule
from payung.correspondence.models import PAPER_WORDS, Letterhead
from payung.correspondence.queries import rule_of
from payung.planning.models import Fund
from payung.planning.signed import papers_letterhead
from payung.reports.letters import labour_office
from payung.values.words import Words
from payung.web.decree.forms import RULED, LetterheadForm, RuleForm
from payung.web.money.seen import the_fund
from payung.web.page import PageRequest, page, say

_PARTS = {"pemerintah": "government", "kantor": "name", "alamat": "address", "kontak": "contact", "tempat": "town"}
_RULE = {"jabatan": "title", "nama": "name", "nip": "staff_number", "pola": "pattern"}
_PATTERN_HELP = Words(
    "Pola nomor memuat satu {n} (nomor urut; {nnn} untuk tiga angka) dan satu {year}; boleh {month}. Contoh: 400.3/{n}/DISNAKER/{year}. "
    "Naskah dengan pola yang sama memakai satu urutan. Kosong: nomornya diketik.",
    "A number pattern has one {n} (the running number; {nnn} for three digits) and one {year}; it may have {month}. Example: "
    "400.3/{n}/DISNAKER/{year}. Papers with the same pattern share one series. Empty: the number is typed.",
)


@page("fund.read", writes="letterhead.set")
def letterhead_page(request: PageRequest, fund_id: int) -> HttpResponse:
    """Shows it; whoever may set it changes it."""
    fund = the_fund(request, fund_id)
    known = papers_letterhead(fund)
    post = request.POST if request.method == "POST" else None
    form = LetterheadForm(post, initial=_initial(fund, known))
    rules = [(kind, RuleForm(kind, post, _rule(known, kind))) for kind in RULED]
    if post is not None and form.is_valid() and all(one.is_valid() for _, one in rules):
        _save(request, fund, form, rules)
        say(request, Words("Kop surat, penanda tangan, dan pola nomor disimpan.", "Letterhead, signatories and number patterns are kept."))
        return redirect("decree:letterhead", fund.pk)
    context = {
        "fund": fund,
        "known": known,
        "form": form,
        "rules": [(PAPER_WORDS[kind], one) for kind, one in rules],
        "pattern_help": _PATTERN_HELP,
        "may_set": request.scope.may("letterhead.set", fund.place_id),
    }
    return render(request, "decree/letterhead.html", context, status=422 if post is not None else 200)


def _save(request: PageRequest, fund: Fund, form: LetterheadForm, rules: Sequence[tuple[str, RuleForm]]) -> None:
    by, on = request.user, request.scope.on
    with acting("letterhead.set", by=by):
        parts: dict[str, str] = {part: form.cleaned_data[name] for name, part in _PARTS.items()}
        head = set_letterhead(place=fund.place, office=fund.owner, by=by, on=on, **parts)
        for kind, one in rules:
            rule: dict[str, str] = {part: one.cleaned_data.get(name, "") for name, part in _RULE.items()}
            set_paper_rule(letterhead=head, kind=kind, by=by, on=on, **rule)


def _initial(fund: Fund, known: Letterhead | None) -> dict[str, str]:
    if known:
        return {name: getattr(known, part) for name, part in _PARTS.items()}
    return {"pemerintah": f"Pemerintah {fund.place.name}", "kantor": labour_office(fund.place_id)}


def _rule(known: Letterhead | None, kind: str) -> dict[str, str]:
    rule = rule_of(known, kind)
    return {name: getattr(rule, part) for name, part in _RULE.items()} if rule else {}
