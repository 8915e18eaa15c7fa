"""Who makes which kind of paper. The screens enter the kinds of their own when they start (web/apps.py)."""

from collections.abc import Callable
from pathlib import Path

from django.utils.module_loading import import_string

from payung.reports.models import Paper
from payung.reports.told import Told

# Writes the paper to the path; the file's name and its media type. A PayungError is told to whoever ordered it.
Maker = Callable[[Paper, Path, Told], tuple[str, str]]


def named(function: str) -> Maker:
    """The function of this full name, looked for when a paper is made: what makes none starts without the libraries of papers."""

    def make(paper: Paper, path: Path, told: Told) -> tuple[str, str]:
        maker: Maker = import_string(function)
        return maker(paper, path, told)

    return make


MAKERS: dict[str, Maker] = {
    "annex": named("payung.reports.determined.write_annex"),
    "roster": named("payung.reports.listed.write_ordered_roster"),
    "audit": named("payung.reports.audit_ordered.write_ordered_pack"),
    "edition": named("payung.reports.edition_papers.write_ordered_edition"),
}
