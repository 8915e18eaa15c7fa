"""How templates speak: both languages side by side, numbers, money and dates as an Indonesian office writes them, NIK masked."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import conditional_escape, format_html

from payung.values import words as said_as
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Words
from payung.web.language import lang

register = template.Library()


@register.simple_tag
def say(indonesian: str, english: str, **values: Any) -> str:
    """{% say "{n} baris" "{n} rows" n=count %}: whole numbers are written in the language of the page."""
    filled = {name: said_as.number(value, lang()) if type(value) is int else value for name, value in values.items()}
    return Words(indonesian, english).said(lang(), **filled)


@register.filter
def said(words: Words | str | None) -> str:
    """A Words in the language of the page."""
    return words.said(lang()) if isinstance(words, Words) else (words or "")


@register.filter
def number(value: int | None) -> str:
    return "–" if value is None else said_as.number(int(value), lang())


@register.filter
def rupiah(value: int | None) -> str:
    return "–" if value is None else said_as.rupiah(int(value), lang())


@register.simple_tag
def rupiah_of(value: int | None) -> str:
    """The same for a blank of a sentence: {% rupiah_of money as said %}."""
    return rupiah(value)


@register.filter
def day(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return said_as.day(value, lang())


@register.filter
def moment(value: datetime | None) -> str:
    """ "13 Juni 2021 14.05"."""
    if value is None:
        return "–"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{said_as.day(local.date(), lang())} {local:%H.%M}" if lang() == "id" else f"{said_as.day(local.date(), 'en')} {local:%H:%M}"


@register.filter
def month(value: Month | None) -> str:
    return "–" if value is None else value.said(lang())


@register.filter
def percent(part: int | None, whole: int | None) -> str:
    return said_as.percent(part, whole, lang())


@register.simple_tag
def percent_of(figure: Any) -> str:
    """{% percent_of figure %} of a coverage.measure.Figure: "24,62 %", or an en dash without a denominator."""
    return str(figure.percent(lang()))


@register.simple_tag
def percent_of_target(target: Any) -> str:
    """{% percent_of_target target %} of a coverage.targets.TargetOf: "52,15 %"."""
    return str(target.said(lang()))


@register.filter
def printed(share: Any) -> str:
    """The percentage of a coverage.published.Share as it was printed: "52 %"."""
    return str(share.printed(lang()))


@register.filter
def masked(nik: str | None) -> str:
    return mask(nik) if nik else "–"


@register.filter
def get(held: Any, key: Any) -> Any:
    """What a mapping holds under a key that is itself a variable."""
    return held.get(key) if held is not None else None


@register.simple_tag(takes_context=True)
def address(context: Any, **changes: Any) -> str:
    """This page's address with these parts of its query changed; an empty value takes one out."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def narrowed(context: Any, key: str, value: str) -> str:
    """This page's address from its first page on, with one filter set; an empty value takes it out."""
    return address(context, **{key: value, "hal": ""})


@register.inclusion_tag("parts/kept.html", takes_context=True)
def kept(context: Any, but: str) -> dict[str, Any]:
    """Hidden fields that keep this page's query in a form, without the parts named in `but` ("cari hal")."""
    return {"kept": [(name, value) for name, value in context["request"].GET.items() if name not in but.split()]}


@register.simple_tag
def badge(state: str, words: Words | str) -> str:
    """A state as icon and word: passes, needs_fixing, rejected, duplicate, waiting, paid, owed, active, soon, ok, fix, no, twin."""
    icon = format_html('<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>', state)
    return format_html('<span class="badge {}">{}{}</span>', state, icon, said(words))


_SHOWN: dict[str, Callable[[Any], str]] = {
    "badge": lambda value: badge(*value) if value else "–",
    "number": number,
    "rupiah": rupiah,
    "date": day,
    "moment": moment,
    "month": month,
    "words": lambda value: said(value) or "–",
}


@register.simple_tag
def cell(kind: str, value: Any, href: str | None = None) -> str:
    """What a cell of a table shows (kinds: see web/table.py), as a link where it leads somewhere. A table has hundreds, so no template of its own."""
    shown = _SHOWN[kind](value) if kind in _SHOWN else ("–" if value is None or value == "" else value)
    return format_html('<a href="{}">{}</a>', href, shown) if href else conditional_escape(shown)


@register.filter
def reads(scope: Any, right: str) -> bool:
    """Whether the person holds the right anywhere: for what stands only where its page opens."""
    return bool(scope and scope.may_anywhere(right))


@register.simple_tag(takes_context=True)
def may(context: Any, action: str, place_code: str | None = None) -> bool:
    """{% may "list.accept" as allowed %}: at the round's place, or at the one named."""
    scope = context.get("scope")
    return bool(scope and scope.may(action, place_code))
