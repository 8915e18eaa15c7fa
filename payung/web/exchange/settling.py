"""Consequences of a reply: people and rupiah are shown before one act takes the refused off the list and fills their places."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from payung.exchange.answers import REASONS
from payung.exchange.queries import answered, refused_frame
from payung.exchange.replies import preview_settlement, settle
from payung.reports.charts import Bar, bars
from payung.values.words import Words, number
from payung.web.exchange.seen import the_package
from payung.web.language import lang
from payung.web.page import PageRequest, page, say


@page("roster.change", writes="roster.change")
def settle_page(request: PageRequest, package_id: int) -> HttpResponse:
    """GET: what would happen, for the reasons chosen; POST: it is done."""
    one = the_package(request, package_id)
    if not request.scope.may("roster.change", one.fund.place_id):
        raise Http404("package")
    given = request.POST if request.method == "POST" else request.GET
    codes = [code for code in given.getlist("alasan") if code in REASONS] or None
    if request.method == "POST":
        done = settle(package=one, codes=codes, by=request.user, on=request.scope.on)
        told = Words(
            "{gone} orang keluar, {came} cadangan masuk menurut urutan.", "{gone} people left, {came} of the waiting list came in, in order."
        )
        say(request, told.counting(gone=done.gone, came=done.came))
        return redirect("exchange:package", done.delta_id or one.pk)
    effect = preview_settlement(package=one, codes=codes, by=request.user, on=request.scope.on)
    counts = dict(refused_frame(one).group_by("code").len().sort("len", descending=True).iter_rows())
    context = {
        "one": one,
        "told": answered(one),
        "effect": effect,
        "reasons": [(code, REASONS[code].words, n, codes is None or code in codes) for code, n in counts.items()],
        "chart": _chart(counts),
        "chosen": codes or [],
        "confirm": Words("{gone} orang keluar dan {came} cadangan masuk.", "{gone} people leave and {came} of the waiting list come in.").counting(
            gone=effect.left, came=effect.came
        ),
    }
    return render(request, "exchange/settle.html", context)


def _chart(counts: dict[str, int]) -> str:
    title = Words("Orang menurut alasan", "People by reason").said(lang())
    return bars(
        title, [Bar(REASONS[code].words.said(lang()), n, said=number(n, lang()), state="no") for code, n in counts.items()], lang(), key="why"
    )
