"""A case that somebody is about to change, held against everybody else."""

from payung.claims.models import Case
from payung.values.errors import RefusedError
from payung.values.words import Words

_OVER = {
    Case.State.CLOSED: Words(
        "Kasus ini sudah selesai. Yang tercatat tidak diubah lagi.", "This case is closed. What is recorded is not changed any more."
    ),
    Case.State.WITHDRAWN: Words("Laporan ini sudah dibatalkan.", "This report was withdrawn."),
}


def locked_case(case: Case) -> Case:
    """The case as it is now, and nobody else's until the transaction ends: two officers act one after the other."""
    return Case.objects.select_for_update(of=("self",)).select_related("person", "village", "office").get(pk=case.pk)


def refuse_over() -> None:
    """RefusedError `case.over`, whatever has ended it."""
    raise RefusedError("case.over", Words("Kasus ini sudah berakhir.", "This case is over."))


def locked(case: Case, *, over: bool = False) -> Case:
    """The same of a case that is not over.

    `over`: a closed one will do too. Errors: RefusedError `case.over`.
    """
    held = locked_case(case)
    state = Case.State(held.state)
    if state in _OVER and not (over and state == Case.State.CLOSED):
        raise RefusedError("case.over", _OVER[state])
    return held
