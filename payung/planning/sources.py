"""The sources of money: what each asks of a fund, whom it is meant for, and its rules, dated and with their mark. No database.

The data stand in `sources.yaml` and `trades.yaml`; the articles are those of law/figures. A rule that was not read in its own text is told as a
warning and stops nobody: only what carries the mark "source" is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from payung.law.figure import figure, sources
from payung.law.given import Payer
from payung.law.read_figures import Mark, cited_parts
from payung.values.month import Month
from payung.values.words import Words

FIRST, ONLY = "first", "only"  # of a kind of work: before others, or others are out
_FORBIDDEN, _CONDITIONAL = 0, 2  # values of a permission (law/figures/units.yaml)


@dataclass(frozen=True)
class Trade:
    """A kind of work: beginnings of words in an occupation, and words with which it is another."""

    code: str
    title: Words
    words: tuple[str, ...]
    but: tuple[str, ...] = ()

    def fits(self, occupation: str) -> bool:
        """Whether an occupation, as a list writes it, is of this kind."""
        told = f" {' '.join(''.join(ch if ch.isalnum() else ' ' for ch in occupation.casefold()).split())}"
        return any(f" {word}" in told for word in self.words) and not any(f" {word}" in told for word in self.but)


@dataclass(frozen=True)
class Rule:
    """`says` is shown always, `broken` where it does not hold; `cited`: the act, `read`: where it was found besides."""

    says: Words
    broken: Words
    unknown: Words
    from_: date
    until: date | None
    cited: str
    read: str
    mark: Mark
    check: str
    figure: str
    trade: str

    def holds_in(self, first: Month, last: Month) -> bool:
        """Whether it is in force in one of these months."""
        return self.from_ <= last.last_day and (self.until is None or first.first_day <= self.until)


@dataclass(frozen=True)
class Source:
    """`groups`: BPJS's codes, the usual one first; `asks`: fields of a fund; `trade` with `trade_rule`: for whom it is meant, as is offered first."""

    code: str
    title: Words
    payer: Payer
    groups: tuple[str, ...]
    asks: tuple[str, ...]
    trade: str
    trade_rule: str
    reports_back: bool
    pledges: bool
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Terms:
    """What of a fund the rules look at."""

    source: str
    first: Month
    last: Month
    trade: str = ""
    trade_rule: str = ""
    donor: str = ""


@dataclass(frozen=True)
class Warned:
    """A rule that the terms do not keep, as a sentence with what to do; `mark`: how sure the rule is."""

    rule: Rule
    words: Words
    mark: Mark

    @property
    def certain(self) -> bool:
        """Read in the text of the act, so that it may refuse."""
        return self.mark == Mark.SOURCE


def source_of(code: str) -> Source:
    """KeyError for a code that is none."""
    return all_sources()[code]


def rules_between(code: str, first: Month, last: Month) -> list[Rule]:
    """Those in force in one of these months."""
    return [rule for rule in source_of(code).rules if rule.holds_in(first, last)]


def warned(terms: Terms) -> list[Warned]:
    """The rules that these terms do not keep, in the order of the file."""
    return [found for rule in source_of(terms.source).rules if (found := _broken(rule, terms))]


def _broken(rule: Rule, terms: Terms) -> Warned | None:
    if rule.check == "permission":
        return _not_permitted(rule, terms)
    holds = {
        "one_year": terms.first.year == terms.last.year,
        "trade": terms.trade == rule.trade and terms.trade_rule in (FIRST, ONLY),
        "donor": bool(terms.donor),
    }.get(rule.check, True)
    return None if holds or not rule.holds_in(terms.first, terms.last) else Warned(rule, rule.broken, rule.mark)


def _not_permitted(rule: Rule, terms: Terms) -> Warned | None:
    """The first month of the fund within the rule's time in which its source may not pay, or for which nothing is known."""
    for month in terms.first.upto(terms.last):
        if rule.holds_in(month, month):
            value = figure(rule.figure).find(month.first_day)
            if value is None:
                return Warned(rule, _in(month, rule.unknown if rule.unknown.id else rule.broken), rule.mark)
            if value.number == _FORBIDDEN or (value.number == _CONDITIONAL and (terms.trade, terms.trade_rule) != (rule.trade, ONLY)):
                return Warned(rule, _in(month, rule.broken), value.mark)
    return None


def _in(month: Month, words: Words) -> Words:
    return Words(words.id.format(month=month.said()), words.en.format(month=month.said("en")))


@cache
def trades() -> Mapping[str, Trade]:
    """Every kind of work by its code."""
    return {code: Trade(code, Words(**one["title"]), tuple(one["words"]), tuple(one.get("not", ()))) for code, one in _read("trades").items()}


@cache
def all_sources() -> Mapping[str, Source]:
    """Every source of money by its code."""
    return {code: _source(code, one) for code, one in _read("sources").items()}


def _read(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")))


def _source(code: str, one: Mapping[str, Any]) -> Source:
    return Source(
        code,
        Words(**one["title"]),
        Payer(one["payer"]),
        tuple(one["groups"]),
        tuple(one["asks"]),
        one.get("trade", ""),
        one.get("trade_rule", ""),
        one.get("reports_back", False),
        one.get("pledges", False),
        tuple(_rules(one["rules"])),
    )


def _rules(rules: list[Mapping[str, Any]]) -> Iterator[Rule]:
    for one in rules:
        cited = "; ".join(f"{sources()[code].short} {article}".strip() for code, article in cited_parts(one["source"])) if "source" in one else ""
        yield Rule(
            Words(**one["says"]),
            Words(**one.get("broken", {"id": "", "en": ""})),
            Words(**one.get("unknown", {"id": "", "en": ""})),
            one["from"],
            one.get("until"),
            cited,
            one.get("read", ""),
            Mark(one["mark"]),
            one.get("check", ""),
            one.get("figure", ""),
            one.get("trade", ""),
        )
