"""Where a bill stands on its way: bill, code, papers, SP2D, proof, posting, reconciled, closed. No database."""

from dataclasses import dataclass
from typing import Literal

from payung.values.words import Words

State = Literal["done", "now", "later"]
STEPS: dict[str, Words] = {
    "bill": Words("Tagihan dibuat", "Bill made"),
    "code": Words("Kode iuran", "Payment code"),
    "papers": Words("Berkas pencairan", "Payment papers"),
    "sp2d": Words("SP2D", "SP2D"),
    "proof": Words("Bukti bank", "Bank proof"),
    "posting": Words("Posting BPJS", "Posted by BPJS"),
    "reconciled": Words("Cocok", "Reconciled"),
    "closed": Words("Ditutup", "Closed"),
}


@dataclass(frozen=True)
class Step:
    """`now`: the first one that is not done."""

    key: str
    state: State

    @property
    def words(self) -> Words:
        return STEPS[self.key]


def steps_of(done: set[str]) -> list[Step]:
    """All steps in their order. Whatever comes before an SP2D is over with it: papers are not asked for once the money has left."""
    reached = {"bill"} | done | ({"papers"} if "sp2d" in done else set())
    first = next((key for key in STEPS if key not in reached), "")
    return [Step(key, "done" if key in reached else "now" if key == first else "later") for key in STEPS]
