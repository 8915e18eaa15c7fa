"""Who makes which kind of paper. The screens enter the kinds of their own when they start (web/papers/again.py)."""

from collections.abc import Callable
from pathlib import Path

from payung.reports.audit_ordered import write_ordered_pack
from payung.reports.determined import write_annex
from payung.reports.edition_papers import write_ordered_edition
from payung.reports.listed import write_ordered_roster
from payung.reports.models import Paper
from payung.reports.told import Told

# Writes the paper to the path; the file's name and its media type. A PayungError is told to whoever ordered it.
Maker = Callable[[Paper, Path, Told], tuple[str, str]]

MAKERS: dict[str, Maker] = {
    "annex": write_annex,
    "roster": write_ordered_roster,
    "audit": write_ordered_pack,
    "edition": write_ordered_edition,
}
