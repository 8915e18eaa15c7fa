"""payung plan: scenarios of a fund side by side, and several funds of a round planned at once."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import typer

from payung.cli.answer import Answer, command, table
from payung.cli.where import FundArgument, PlaceOption, RoundOption, the_fund, the_place, the_round
from payung.coverage.queries import coverage
from payung.planning.compare import Option, Rates, changed, differences
from payung.planning.keep_plan import keep_plan, withdraw_plan
from payung.planning.models import Plan
from payung.planning.options import Asked, option
from payung.planning.queries import criteria_of
from payung.planning.rules import Rules
from payung.planning.together import Proposal, funds_to_plan, propose
from payung.reports.options import side_by_side
from payung.reports.together import FundLine, beside_greedy, fund_lines, proof_told, spent_told, unmet_told
from payung.values.errors import InputError
from payung.values.words import Lang, Words, number, rupiah

plans = typer.Typer(no_args_is_help=True, help="Rencana: bandingkan skenario satu dana; beberapa dana sekaligus.")
_KEYS = "abcdef"


@command(plans, "scenario")
def scenario(
    fund: FundArgument,
    months: Annotated[str, typer.Option("--months", help="Bulan setiap skenario, misalnya 12,3.")] = "12,3",
    decile: Annotated[
        str, typer.Option("--decile", help="Desil paling tinggi setiap skenario, misalnya 4,- (- : semua). Kosong: seperti dana.")
    ] = "",
    deaths: Annotated[int | None, typer.Option("--deaths", help="Kematian di antara 100.000 orang setahun.")] = None,
    accidents: Annotated[int | None, typer.Option("--accidents", help="Kecelakaan kerja di antara 100.000 orang setahun.")] = None,
    source: Annotated[str, typer.Option("--source", help="Dari mana angka itu.")] = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Bandingkan dua sampai enam skenario satu dana: bulan dan desil. Tidak mengubah apa pun."""
    chosen = the_fund(fund, place)
    universe = coverage(chosen.place_id, chosen.first_month, on=date.today()).denominator.value
    if (deaths is not None or accidents is not None) and not source:
        raise InputError("plan.rate_source", Words("Tulis dari mana angkanya dengan --source.", "Say where the figures are from by --source."))
    own, wanted = criteria_of(chosen), _whole(months, "--months")
    deciles = _deciles(decile, len(wanted), own.highest_decile)
    found = []
    for key, length, highest in zip(_KEYS, wanted, deciles, strict=False):
        asked = Asked(key, replace(own, highest_decile=highest), chosen.amount, length, chosen.most_people)
        found.append(option(chosen, asked, Rates(deaths, accidents, None, source), universe))
    options = [one for one, _ in found]
    head = ["", *(one.key.upper() for one in options)]
    lines = table([head, *([label, *values] for label, values in side_by_side(options, lang))], right=set(range(1, len(head))))
    for one, ranking in found[1:]:
        told = differences(options[0], one, changed(found[0][1].frame, ranking.frame))
        lines.append(f"{one.key.upper()}: {' '.join(words.said(lang) for words in told)}")
    return Answer([_as_data(one) for one in options], lines)


@command(plans, "optimise")
def optimise(
    fund: Annotated[list[str] | None, typer.Option("--fund", help="Nama dana; boleh berulang. Kosong: semua yang belum ditetapkan.")] = None,
    least: Annotated[int, typer.Option("--least", min=0, help="Paling sedikit sekian orang per desa.")] = 0,
    share: Annotated[int, typer.Option("--share", min=0, max=100, help="Paling sedikit sekian persen calon per desa.")] = 0,
    districts: Annotated[bool, typer.Option("--districts", help="Batas itu per kecamatan, bukan per desa.")] = False,
    most: Annotated[int | None, typer.Option("--most", min=1, help="Paling banyak orang per desa dari semua dana.")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Simpan sebagai rencana yang diikuti penetapan.")] = False,
    place: PlaceOption = "",
    round: RoundOption = "",
    lang: Lang = "id",
) -> Answer:
    """Bagi orang ke beberapa dana sehingga paling banyak orang terbayar. Belum menetapkan apa pun."""
    where = the_place(place)
    chosen = the_round(where.code, round)
    funds = funds_to_plan(chosen, visible_to=None, on=date.today())
    if fund:
        funds = [one for one in funds if one.name in fund]
        lost = sorted(set(fund) - {one.name for one in funds})
        if lost:
            raise InputError(
                "plan.unknown_fund",
                Words("Dana “{name}” tidak ada atau sudah ditetapkan.", "The fund “{name}” is not there or determined already.").filled(name=lost[0]),
            )
    rules = Rules(least, share, districts, most)
    proposal = propose(funds, rules)
    lines = fund_lines(proposal)
    said = [proof_told(proposal), beside_greedy(proposal), spent_told(lines), *(line.more for line in lines), *unmet_told(proposal, {})]
    data: dict[str, Any] = _proposal(proposal, lines, lang)
    if keep:
        plan = keep_plan(funds=funds, rules=rules, mark=proposal.mark, by=None, on=date.today())
        data["plan"] = plan.version
        said.append(Words(f"Disimpan sebagai rencana versi {plan.version}.", f"Kept as version {plan.version} of the plan."))
    return Answer(data, [*_table(lines, lang), *(words.said(lang) for words in said)])


@command(plans, "withdraw")
def withdraw(place: PlaceOption = "", round: RoundOption = "", lang: Lang = "id") -> Answer:
    """Cabut rencana terbaru pendataan: setiap dana diurutkan sendiri lagi."""
    chosen = the_round(the_place(place).code, round)
    plan = Plan.objects.filter(round=chosen).order_by("-version").first()
    if plan is None:
        raise InputError("plan.none", Words("Pendataan ini belum punya rencana.", "This round has no plan yet."))
    withdraw_plan(plan=plan, by=None, on=date.today())
    return Answer(
        {"plan": plan.version}, [Words(f"Rencana versi {plan.version} dicabut.", f"Version {plan.version} of the plan is withdrawn.").said(lang)]
    )


def add_to(app: typer.Typer) -> None:
    app.add_typer(plans, name="plan")


def _whole(text: str, name: str) -> list[int]:
    parts = [part.strip() for part in text.split(",")]
    if not 2 <= len(parts) <= len(_KEYS) or not all(part.isdecimal() and 1 <= int(part) <= 60 for part in parts):
        raise InputError(
            "plan.months", Words(f"Tulis {name} sebagai dua sampai enam angka, misalnya 12,3.", f"Write {name} as two to six numbers, such as 12,3.")
        )
    return [int(part) for part in parts]


def _deciles(text: str, count: int, own: int | None) -> list[int | None]:
    if not text:
        return [own] * count
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != count or not all(part == "-" or (part.isdecimal() and 1 <= int(part) <= 10) for part in parts):
        raise InputError(
            "plan.deciles",
            Words(
                "Tulis --decile sebanyak --months, masing-masing 1 sampai 10 atau -.", "Write as many of --decile as of --months, each 1 to 10 or -."
            ),
        )
    return [None if part == "-" else int(part) for part in parts]


def _as_data(one: Option) -> dict[str, Any]:
    full, of = one.families.share
    return {
        "scenario": one.key,
        "months": one.months,
        "amount": one.amount,
        "in": one.people,
        "waiting": one.waiting,
        "out": one.out,
        "price": one.price,
        "monthly_cost": one.monthly,
        "cost": one.cost,
        "left": one.left,
        "full_grant_months": [full, of],
        "deaths_hundredths": one.families.deaths,
        "full_deaths_hundredths": one.families.full_deaths,
        "accidents_hundredths": one.families.accidents,
        "death_grants": one.families.grants,
        "branch_target_hundredths": one.measure,
        "coverage_point": one.point,
        "mark": str(one.families.mark),
    }


def _table(lines: list[FundLine], lang: Lang) -> list[str]:
    head = (
        ["Dana", "Seorang", "Tempat", "Terbaik", "Dana demi dana", "Sisa"]
        if lang == "id"
        else ["Fund", "A person", "Places", "Best", "Fund after fund", "Left"]
    )
    rows = [
        [
            line.fund.name,
            rupiah(line.price, lang),
            *(number(value, lang) for value in (line.places, line.people, line.greedy)),
            rupiah(line.left, lang),
        ]
        for line in lines
    ]
    return table([head, *rows], right={1, 2, 3, 4, 5})


def _proposal(proposal: Proposal, lines: list[FundLine], lang: Lang) -> dict[str, Any]:
    found = proposal.optimum
    return {
        "candidates": proposal.candidates,
        "people": found.people,
        "points": found.points,
        "bound": found.bound,
        "gap": found.gap,
        "proven": found.proven,
        "greedy_people": proposal.greedy_people,
        "greedy_points": proposal.greedy_points,
        "unmet": [dict(zip(("place", "needed", "given"), row, strict=True)) for row in found.unmet.iter_rows()],
        "funds": [
            {
                "fund": line.fund.name,
                "places": line.places,
                "people": line.people,
                "greedy": line.greedy,
                "cost": line.cost,
                "left": line.left,
                "one_more_million": line.more.said(lang),
            }
            for line in lines
        ],
    }
