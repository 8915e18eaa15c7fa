"""README and glossary stay complete: a command that is named exists, a code that exists is explained."""

import re

import pytest
import typer
from tree import ROOT

from payung.accounts.models import Role
from payung.claims.course import STAGES
from payung.claims.red_flags import FLAGS, OUTCOMES
from payung.claims.scholars import YearState
from payung.config.command import build
from payung.coverage.contradictions import CONTRADICTIONS
from payung.coverage.definitions import denominators, numerators
from payung.exchange.answers import ANSWERS
from payung.exchange.answers import REASONS as BPJS_REASONS
from payung.exchange.match_reply import FATES as ROW_FATES
from payung.intake.checks.catalog import FINDINGS
from payung.planning.models import Fund
from payung.planning.rank import REASONS
from payung.review.actions import SAID
from payung.roster.changes import FATES
from payung.roster.models import Reason
from payung.values.problem import Severity, Verdict

README = (ROOT / "README.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
CODES = {
    "verdicts": list(Verdict),
    "severities": list(Severity),
    "findings": list(FINDINGS),
    "reasons of ranking": list(REASONS),
    "reasons of changes": list(Reason),
    "fates of changes": list(FATES),
    "answers": list(SAID),
    "answers of BPJS": [*filter(None, ANSWERS), *filter(None, BPJS_REASONS), *ROW_FATES],
    "sources of money": list(Fund.Source),
    "roles": list(Role),
    "numerators": list(numerators()),
    "denominators": list(denominators()),
    "contradictions": list(CONTRADICTIONS),
    "steps of a case": list(STAGES),
    "flags and their outcomes": [*FLAGS, *OUTCOMES],
    "school years": list(YearState),
}


@pytest.mark.parametrize("kind", CODES)
def test_the_glossary_explains_every_code(kind):
    assert [str(code) for code in CODES[kind] if f"`{code}`" not in GLOSSARY] == []


def test_make_knows_the_commands_of_the_readme():
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {"demo", "check", "bench"} <= named <= targets


def test_payung_knows_the_commands_of_the_readme():
    app = typer.main.get_command(build(""))
    named = set(re.findall(r"`payung ([a-z][a-z-]*)", README)) | set(re.findall(r"^payung ([a-z][a-z-]*)", README, re.M))
    assert {"check", "demo"} <= named <= set(app.commands)


def test_links_of_the_docs_lead_somewhere():
    lost = [
        f"{path.name}: {target}"
        for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\((?!\w+:)([^)#]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert lost == []
