"""How a result came about: steps that a clerk can follow, with the figures they rest on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from payung.law.figure import Value, weakest
from payung.law.read_figures import Mark
from payung.values.words import Words, rupiah


@dataclass(frozen=True)
class Step:
    """One sentence, the figures it used and, where a choice of ours stands in for unread words of the law, the mark of that choice."""

    words: Words
    figures: tuple[Value, ...]
    choice: Mark | None = None

    @property
    def mark(self) -> Mark:
        chosen = [self.choice] if self.choice else []
        return weakest([*(value.mark for value in self.figures), *chosen])

    @property
    def source(self) -> str:
        """ "PP 44/2015 Pasal 20(3)"."""
        return "; ".join(dict.fromkeys(value.cited for value in self.figures))


def mark_of(steps: Iterable[Step]) -> Mark:
    """The least sure mark among the steps."""
    return weakest(step.mark for step in steps)


def told(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps as plain values for a file: both sentences, the article, the mark, the keys of the figures used."""
    return [
        {"id": one.words.id, "en": one.words.en, "source": one.source, "mark": str(one.mark), "figures": [value.key for value in one.figures]}
        for one in steps
    ]


def step(id: str, en: str, *figures: Value, choice: Mark | None = None, **parts: Words | int | str) -> Step:
    """Fills `{name}` in both sentences; a whole number is rupiah."""
    return Step(
        Words(
            id.format(**{name: _said(part).id for name, part in parts.items()}), en.format(**{name: _said(part).en for name, part in parts.items()})
        ),
        figures,
        choice,
    )


def _said(part: Words | int | str) -> Words:
    if isinstance(part, Words):
        return part
    return Words(rupiah(part, "id"), rupiah(part, "en")) if isinstance(part, int) else Words(part, part)
