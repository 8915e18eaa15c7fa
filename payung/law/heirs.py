"""Who receives the money of a participant who died, in the order of the law; a class takes all while the classes before it are empty.

Sources: PP 44/2015 Pasal 37(5) (JKK), 40(2) (JKM); PP 46/2015 Pasal 23 (JHT); PP 45/2015 Pasal 14, 21-23 (JP). How a class shares is not regulated:
the statement of heirs says it.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from payung.law.benefit import Reason, counted, reasons_told, years_after
from payung.law.explain import mark_of, step, told
from payung.law.figure import Value, figure
from payung.law.given import Programme
from payung.law.read_case import day, list_of, one_of, read_case, yes_no
from payung.law.relation import NAMES, Relation, relation
from payung.values.errors import InputError
from payung.values.words import Words

RULE = "heirs"


class Will(StrEnum):
    """NOTARIAL: by a notary's deed; PRIVATE: any other."""

    NOTARIAL = "NOTARIAL"
    PRIVATE = "PRIVATE"


Relative = dict[str, Any]


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """The heirs and the step of the law that names them.

    Given `relatives` [{`relation` (a code or an everyday word), `alive` (true), `name`, `born_on`, `married`, `works`}], `will` true | false
    | NOTARIAL | PRIVATE (true is NOTARIAL), `programme` JKM | JKK | JHT | JP (JKM), `died_on` (absent: the rules now in force). `born_on`, `married`,
    `works` matter for children under JP only.
    Result `heirs` (the relatives of the class, `relation` as its code, or [{"relation": "WILL"}]), `step` ("a" spouse or child, "b1"
    blood line, "b2" siblings, "b3" parents-in-law, "b4" will, "b5" nobody; JP "1" spouse, "2" children, "3" one parent, "none"), `funeral_to`
    and `rest_to` (HEIRS, ARRANGER, SOCIAL_SECURITY_FUND, BALAI_HARTA_PENINGGALAN or null), `court` (an heir outside the list needs a court's
    determination), `reasons`, `mark`, `steps`.
    """
    case = read_case(RULE, given, _READERS, ("relatives",))
    programme, on = case.get("programme", Programme.JKM), case.get("died_on")
    if programme == Programme.JKP:
        raise InputError(
            "heirs.programme", Words("JKP tidak diwariskan. Pilih JKK, JKM, JHT, atau JP.", "JKP has no heirs. Choose JKK, JKM, JHT or JP.")
        )
    order = _in_force(f"heirs.order_{programme.lower()}", on)
    alive = [one for one in case["relatives"] if one.get("alive", True)]
    pension = programme == Programme.JP
    heirs, at, reasons = _first_class(alive, order, pension, on)
    funeral: str | None = None if pension else "HEIRS"
    rest: str | None = "HEIRS"
    if not heirs and not pension:
        heirs, at, reason = _by_will(case.get("will"), order, on)
        reasons.append(reason)
        if not heirs:
            funeral, rest, last = _nobody(programme, order)
            reasons.append(last)
    elif not heirs:
        rest = None
        reasons.append(
            Reason(
                "nobody",
                step(
                    "Tidak ada istri, suami, anak, atau orang tua yang berhak atas pensiun.",
                    "There is no spouse, child or parent with a right to the pension.",
                    order,
                ),
            )
        )
    steps = [reason.step for reason in reasons]
    return {
        "heirs": [_plain(one) for one in heirs],
        "step": at,
        "funeral_to": funeral,
        "rest_to": rest,
        "court": not heirs and any(one["relation"] == Relation.OTHER for one in alive),
        "reasons": reasons_told(reasons),
        "mark": str(mark_of(steps)),
        "steps": told(steps),
    }


def _first_class(alive: list[Relative], order: Value, pension: bool, on: date | None) -> tuple[list[Relative], str, list[Reason]]:
    labels, reasons = (_PENSION_STEPS if pension else _STEPS), []
    for rank, label in enumerate(labels):
        named = [relation for relation, place in order.named.items() if place == rank]
        found = [one for one in alive if _legal(one["relation"]) in named and (not pension or _may_have_pension(one, on))]
        if pension:
            found = found[: _in_force("heirs.most_jp", on).named[named[0]]]
        names = _listed(named)
        if found:
            reasons.append(
                Reason(
                    "class_" + label,
                    step(
                        "Langkah {label}: {names} ada, jadi hak jatuh kepada mereka ({count} orang).",
                        "Step {label}: {names} alive, so the right is theirs (people: {count}).",
                        order,
                        label=label,
                        names=names,
                        count=counted(len(found)),
                    ),
                )
            )
            if len(found) > 1:
                reasons.append(
                    Reason(
                        "sharing",
                        step(
                            "Pembagian di antara mereka tidak diatur; ikuti surat keterangan ahli waris.",
                            "How they share is not regulated; follow the statement of heirs.",
                            order,
                        ),
                    )
                )
            return found, label, reasons
        reasons.append(
            Reason("empty_" + label, step("Langkah {label}: tidak ada {names}.", "Step {label}: no {names}.", order, label=label, names=names))
        )
    return [], "none" if pension else "b5", reasons


def _by_will(will: Will | None, order: Value, on: date | None) -> tuple[list[Relative], str, Reason]:
    notarial = _in_force("heirs.notarial_will", on)
    if will is None:
        return [], "b5", Reason("no_will", step("Langkah b4: tidak ada wasiat.", "Step b4: no will.", order))
    if will == Will.PRIVATE and notarial.number == 1:
        return (
            [],
            "b5",
            Reason(
                "will_not_notarial",
                step("Langkah b4: wasiat ada, tetapi bukan akta notaris.", "Step b4: there is a will, but no notarial deed.", order, notarial),
            ),
        )
    return (
        [{"relation": "WILL"}],
        "b4",
        Reason(
            "class_b4",
            step("Langkah b4: hak jatuh kepada yang ditunjuk dalam wasiat.", "Step b4: the right goes to whom the will names.", order, notarial),
        ),
    )


def _nobody(programme: Programme, order: Value) -> tuple[str | None, str, Reason]:
    if programme == Programme.JHT:
        return (
            None,
            "BALAI_HARTA_PENINGGALAN",
            Reason(
                "nobody",
                step(
                    "Tidak ada siapa pun: JHT diserahkan ke balai harta peninggalan.",
                    "Nobody at all: JHT goes to the Balai Harta Peninggalan.",
                    order,
                ),
            ),
        )
    return (
        "ARRANGER",
        "SOCIAL_SECURITY_FUND",
        Reason(
            "nobody",
            step(
                "Langkah b5: biaya pemakaman bagi yang mengurus pemakaman; santunan lain ke Dana Jaminan Sosial.",
                "Step b5: the funeral benefit to who arranged the funeral; the rest to the Dana Jaminan Sosial.",
                order,
            ),
        ),
    )


def _may_have_pension(one: Relative, on: date | None) -> bool:
    """A child until 23, marriage or work (PP 45/2015 Pasal 22(5)); everybody else as they are."""
    if one["relation"] != Relation.CHILD:
        return True
    if one.get("married") or one.get("works"):
        return False
    ends = _in_force("heirs.jp_child_age", on).number
    return on is None or "born_on" not in one or on < years_after(one["born_on"], ends)


def _in_force(key: str, on: date | None) -> Value:
    return figure(key).on(on) if on else figure(key).values[-1]


def _legal(relation: Relation) -> str:
    return Relation.SPOUSE if relation in (Relation.WIDOW, Relation.WIDOWER) else relation


def _listed(named: list[str]) -> Words:
    return Words(", ".join(NAMES[one].id for one in named), ", ".join(NAMES[one].en for one in named))


def _plain(one: Relative) -> dict[str, Any]:
    return {key: value if isinstance(value, bool) else str(value) for key, value in one.items()}


def _will(value: Any) -> Will | None:
    if isinstance(value, bool):
        return Will.NOTARIAL if value else None
    return one_of(Will)(value)


def _relative(value: Any) -> Relative:
    return read_case("heirs.relative", value, _RELATIVE, ("relation",))


def _name(value: Any) -> str:
    return str(value)


_STEPS, _PENSION_STEPS = ("a", "b1", "b2", "b3"), ("1", "2", "3")
_RELATIVE = {"relation": relation, "alive": yes_no, "name": _name, "born_on": day, "married": yes_no, "works": yes_no}
_READERS = {"relatives": list_of(_relative), "will": _will, "programme": one_of(Programme), "died_on": day}
