"""What a plan must know about cover before it chooses how many people for how many months."""

from datetime import date

from payung.law.figure import Value, figure


def months_for_full_death_grant(on: date) -> Value:
    """Months of membership from which a death is paid in full; below them `early_death_grant` (Permenaker 1/2025; scope and counting unread)."""
    return figure("cover.full_death_grant_months").on(on)


def full_death_grant(on: date) -> Value:
    """Rupiah: lump sum, periodic grant and funeral together (PP 82/2019 Pasal 34)."""
    return figure("cover.death_grant").on(on)


def early_death_grant(on: date) -> Value:
    """Rupiah within the first months; RefusedError before 24 February 2025, when the grant was whole from the first day."""
    return figure("cover.early_death_grant").on(on)


def months_for_scholarship(on: date) -> Value:
    """Paid months from which the children of one who died otherwise than at work have the scholarship (PP 82/2019 Pasal 34(1)d)."""
    return figure("cover.scholarship_months").on(on)
