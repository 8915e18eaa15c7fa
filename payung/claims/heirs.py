"""Who receives, out of the family as it is recorded, and what must be proven for it. No database.

The order is the law's (payung.law.heirs). What proves a relation is not in the law that we have read: it is what branches ask for, and marked so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from payung.claims.minors import is_minor
from payung.claims.models import Relative
from payung.law import heirs as law_heirs
from payung.law.figure import figure
from payung.law.given import Programme
from payung.law.read_figures import Mark
from payung.law.relation import NAMES, Relation
from payung.values.words import Words

PARTNERS = frozenset({Relation.SPOUSE, Relation.WIDOW, Relation.WIDOWER})
RELATION_WORDS: Mapping[str, Words] = {**NAMES, Relation.OTHER: Words("orang lain", "somebody else")}
_YOUNG = frozenset({Relation.CHILD, Relation.GRANDCHILD, Relation.SIBLING})

_PARTNER = Words("buku nikah atau akta perkawinan, dan kartu keluarga", "marriage book or certificate, and the family card")
PROOFS: Mapping[str, Words] = {
    **dict.fromkeys(PARTNERS, _PARTNER),
    Relation.CHILD: Words("akta kelahiran dan kartu keluarga", "birth certificate and the family card"),
    Relation.PARENT: Words("akta kelahiran atau kartu keluarga lama yang meninggal", "birth certificate or former family card of the dead person"),
    Relation.GRANDPARENT: Words(
        "akta kelahiran yang meninggal dan akta kelahiran orang tuanya", "birth certificates of the dead person and of their parent"
    ),
    Relation.GRANDCHILD: Words("akta kelahiran cucu dan akta kelahiran orang tuanya", "birth certificates of the grandchild and of its parent"),
    Relation.SIBLING: Words("akta kelahiran keduanya, atau kartu keluarga orang tua", "birth certificates of both, or the parents' family card"),
    Relation.PARENT_IN_LAW: Words(
        "buku nikah yang meninggal dan akta kelahiran istri atau suaminya", "marriage book of the dead person and birth certificate of the spouse"
    ),
    Relation.OTHER: Words("akta wasiat dari notaris", "the will, a deed of a notary"),
}
PROOF_MARK = Mark.SECONDARY


@dataclass(frozen=True)
class Heir:
    """Somebody who receives. `proof`: what shows the relation; `guardian`: whoever acts for a minor; `open`: what is still missing of them."""

    relative: Relative
    minor: bool
    guardian: Relative | None
    proof: Words
    open: tuple[Words, ...]


@dataclass(frozen=True)
class Heirs:
    """`step`, `funeral_to`, `rest_to`, `court`, `steps`, `mark`: as payung.law.heirs tells them; `empty`: no family is recorded, so nothing is known.

    `prove`: what must be shown besides each heir's own relation, above all that the classes before theirs are empty.
    """

    heirs: tuple[Heir, ...]
    step: str
    funeral_to: str | None
    rest_to: str | None
    court: bool
    steps: Sequence[Mapping[str, Any]]
    mark: str
    empty: bool
    prove: tuple[Words, ...]

    @property
    def several(self) -> bool:
        return len(self.heirs) > 1

    @property
    def minors(self) -> tuple[Heir, ...]:
        return tuple(one for one in self.heirs if one.minor)

    @property
    def adults(self) -> tuple[Heir, ...]:
        return tuple(one for one in self.heirs if not one.minor)

    @property
    def signing(self) -> tuple[Relative, ...]:
        """Whoever signs: the adults, and the guardians of the minors; each once."""
        people = [one.relative for one in self.adults] + [one.guardian for one in self.minors if one.guardian]
        return tuple({one.pk or id(one): one for one in people}.values())

    @property
    def open(self) -> tuple[Words, ...]:
        return tuple(words for one in self.heirs for words in one.open)


def heirs_of(relatives: Sequence[Relative], *, died_on: date, by_work: bool, on: date) -> Heirs:
    """`relatives`: the lines that count (claims.family.family_of). A will counts where a line says that a notary's deed names that person."""
    lines = list(relatives)
    named = [one for one in lines if one.named_in_will and one.alive]
    told = law_heirs.evaluate(
        {
            "relatives": [{"relation": one.relation, "alive": one.alive, "name": str(at)} for at, one in enumerate(lines)],
            "will": bool(named),
            "programme": str(Programme.JKK if by_work else Programme.JKM),
            "died_on": died_on.isoformat(),
        }
    )
    by_will = told["step"] == "b4"
    found = named if by_will else [lines[int(one["name"])] for one in told["heirs"]]
    return Heirs(
        tuple(_heir(one, by_will, on) for one in found),
        told["step"],
        told["funeral_to"],
        told["rest_to"],
        told["court"],
        told["steps"],
        told["mark"],
        not lines,
        _prove(told["step"], len(found)),
    )


def _heir(one: Relative, by_will: bool, on: date) -> Heir:
    minor = is_minor(one.birth_date, on)
    missing = []
    if one.proven is None:
        missing.append(Words(f"Dokumen bukti hubungan {one.name} belum ada.", f"The document that proves the relation of {one.name} is missing."))
    if one.birth_date is None and one.relation in _YOUNG:
        missing.append(
            Words(
                f"Tanggal lahir {one.name} belum diisi: apakah perlu wali belum diketahui.",
                f"The day of birth of {one.name} is missing: whether a guardian is needed is not known.",
            )
        )
    if minor and one.guardian is None:
        age = figure("heirs.adult_age").on(on).number
        missing.append(
            Words(
                f"{one.name} belum {age} tahun. Catat walinya: orang tua yang masih hidup, atau wali dari pengadilan.",
                f"{one.name} is not {age} yet. Name the guardian: the living parent, or one whom a court appoints.",
            )
        )
    return Heir(one, minor, one.guardian if minor else None, PROOFS[Relation.OTHER] if by_will else PROOFS[one.relation], tuple(missing))


_STATEMENT = Words(
    "Surat keterangan ahli waris: semua ahli waris, dua saksi, kepala desa atau lurah, dan camat.",
    "Statement of heirs: all heirs, two witnesses, the village head and the district head.",
)
_EMPTY_BEFORE: Mapping[str, Words] = {
    "b1": Words("Tidak ada istri, suami, atau anak.", "There is no spouse and no child."),
    "b2": Words("Tidak ada istri, suami, anak, orang tua, kakek, nenek, atau cucu.", "There is no spouse, child, parent, grandparent or grandchild."),
    "b3": Words("Tidak ada keluarga sedarah ataupun saudara kandung.", "There is no blood relative and no sibling."),
    "b4": Words("Tidak ada keluarga yang disebut undang-undang.", "There is no relative whom the law names."),
    "b5": Words(
        "Tidak ada keluarga dan tidak ada wasiat; siapa yang mengurus pemakaman.", "There is no family and no will; and who arranged the funeral."
    ),
}


def _prove(step: str, count: int) -> tuple[Words, ...]:
    proofs = []
    if before := _EMPTY_BEFORE.get(step):
        proofs.append(before)
    if step != "b5":
        proofs.append(_STATEMENT)
    if count > 1:
        proofs.append(
            Words(
                "Surat kuasa, bila satu orang menerima untuk semua. Bagian masing-masing tidak diatur undang-undang: keluarga yang menyepakati.",
                "A power of attorney if one person receives for all. The law sets no shares: the family agrees on them.",
            )
        )
    return tuple(proofs)
