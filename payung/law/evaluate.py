"""Cases as a file holds them to results as a file holds them: the contract of `payung law eval`, without a command around it."""

from collections.abc import Callable, Mapping
from typing import Any

from payung.law import accident, advance, contribution, cover, deadline, death, due, heirs, jobloss, join, pension, savings, scholarship, wage_base
from payung.values.errors import InputError, PayungError
from payung.values.words import Lang, Words

Rule = Callable[[dict[str, Any]], dict[str, Any]]

# Each rule reads plain values and answers in plain values.
RULES: dict[str, Rule] = {
    "contribution": contribution.evaluate,
    "due": due.evaluate,
    "death": death.evaluate,
    "accident": accident.evaluate,
    "scholarship": scholarship.evaluate,
    "heirs": heirs.evaluate,
    "join": join.evaluate,
    "cover": cover.evaluate,
    "wage_base": wage_base.evaluate,
    "advance": advance.evaluate,
    "pension": pension.evaluate,
    "savings": savings.evaluate,
    "jobloss": jobloss.evaluate,
    "deadline": deadline.evaluate,
}
_KEYS = ("id", "rule", "given")


def evaluate(cases: Any, lang: Lang = "id") -> list[dict[str, Any]]:
    """For each {"id", "rule", "given"} in order {"id", "result"} or {"id", "error": {"code", "sentence"}}; one bad case stops no other,
    not even one that no rule foresaw ("eval.unexpected").

    Errors: InputError "eval.unreadable" where there is no list at all.
    """
    if not isinstance(cases, list):
        raise InputError(
            "eval.unreadable",
            Words('Berkas harus berisi daftar kasus: [{"id", "rule", "given"}].', 'The file must hold a list of cases: [{"id", "rule", "given"}].'),
        )
    return [_answer(case, lang) for case in cases]


def _answer(case: Any, lang: Lang) -> dict[str, Any]:
    id_ = case.get("id") if isinstance(case, Mapping) else None
    try:
        return {"id": id_, "result": _result(case)}
    except PayungError as error:
        return {"id": id_, "error": {"code": error.code, "sentence": error.words.said(lang)}}
    except Exception as error:  # a fault of ours in one case must not cost the file its other answers
        kind = type(error).__name__
        said = Words(
            f"Kasus ini tidak dapat dihitung ({kind}). Periksa isinya; bila sudah benar, laporkan kasus ini.",
            f"This case cannot be worked out ({kind}). Check its values; if they are right, report the case.",
        )
        return {"id": id_, "error": {"code": "eval.unexpected", "sentence": said.said(lang)}}


def _result(case: Any) -> dict[str, Any]:
    if not isinstance(case, Mapping) or set(case) != set(_KEYS):
        raise InputError("eval.case", Words(f"Satu kasus berisi tepat: {', '.join(_KEYS)}.", f"A case holds exactly: {', '.join(_KEYS)}."))
    rule, given = case["rule"], case["given"]
    if not isinstance(rule, str) or rule not in RULES:
        raise InputError(
            "eval.rule",
            Words(
                f"Aturan “{str(rule)[:40]}” tidak ada. Yang ada: {', '.join(RULES)}.",
                f"There is no rule “{str(rule)[:40]}”. There are: {', '.join(RULES)}.",
            ),
        )
    if not isinstance(given, dict):
        raise InputError("eval.case", Words("“given” harus berisi isian bernama.", "“given” must hold named values."))
    return RULES[rule](given)
