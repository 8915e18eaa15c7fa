"""The audit tests of a large list: made in the background, as a pack to fetch and as counts for the page."""

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from payung.assurance.catalog import TESTS
from payung.assurance.queries import Outcome, register_names, run_tests, samples_seen
from payung.assurance.scope import Asked, asked_for
from payung.audit.kept import newest_change
from payung.filing.kinds import ZIP
from payung.registry.models import Round
from payung.reports.audit_pack import AuditPack, write_pack
from payung.reports.models import Paper
from payung.reports.prepared import Prepared, keep, last_prepared, prepared
from payung.reports.told import Told
from payung.values.errors import OutOfScopeError
from payung.values.words import Words

_SEEN_NO_MORE = Words("Dana yang diuji tidak lagi termasuk wilayah Anda.", "The funds of these tests are not in your area any more.")

Counted = dict[str, Any]  # key, population, findings, rupiah, not_tested of one test


def counts(asked: Asked) -> Prepared[list[Counted]]:
    """What each test came to, made now where nothing is kept."""
    return prepared("audit", *question(asked), of=asked.on, make=lambda: _counted(run_tests(asked)))


def counts_kept(asked: Asked) -> Prepared[list[Counted]] | None:
    """What each test came to when all of them were made last; None: not yet."""
    return last_prepared("audit", *question(asked), of=asked.on)


def pack_name(asked: Asked, *, full: bool) -> str:
    return f"paket audit {asked.first} sampai {asked.last}{'' if full else ' NIK disamarkan'}.zip"


def write_ordered_pack(paper: Paper, path: Path, told: Told) -> tuple[str, str]:
    """The maker of what was ordered as {round, place}: every test is made, its counts are kept for the page, and the pack is written."""
    given, by, on = paper.given, paper.asked_by, paper.asked_on
    asked = asked_for(visible_to=by, on=on, place=given["place"], round=Round.objects.filter(pk=given["round"]).first())
    if not asked.funds:
        raise OutOfScopeError("audit.not_seen", _SEEN_NO_MORE)
    state, done = newest_change(), list[str]()

    def heard(key: str) -> None:
        done.append(key)
        told(len(done), len(TESTS))

    outcomes = run_tests(asked, told=heard)
    keep("audit", *question(asked), of=on, state=state, answer=_counted(outcomes))
    samples = list(samples_seen(visible_to=by, on=on).filter(fund__in=asked.funds))
    path.write_bytes(write_pack(AuditPack(asked, outcomes, samples, by.display_name, paper.full, register_names(outcomes)), paper.language))
    return pack_name(asked, full=paper.full), ZIP


def question(asked: Asked) -> tuple[Hashable, ...]:
    """What the answers of the tests depend on but the data and the day."""
    return asked.keys, asked.first.no, asked.last.no, asked.places, tuple(sorted(asked.named))


def _counted(outcomes: Sequence[Outcome]) -> list[Counted]:
    return [
        {"key": one.key, "population": one.population, "findings": one.findings, "rupiah": one.rupiah, "not_tested": one.not_tested}
        for one in outcomes
    ]
