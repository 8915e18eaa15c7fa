"""What can stop a piece of work. Each carries a code `area.what` and its sentence; the edge (command, screen) prints it once."""

from payung.values.words import Words


class PayungError(Exception):
    """Base of all. `code` is `area.what`, `words` the sentence for the person who asked."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(f"{code}: {words.en}")
        self.code, self.words = code, words


class RefusedError(PayungError):
    """The rules of the work forbid it: a closed month, a frozen list, a second payment."""


class InputError(PayungError):
    """What was given cannot be read or understood: a broken file, an unknown place code."""


class OutOfScopeError(PayungError):
    """The person who asks may not see or do this at that place."""


class ServiceError(PayungError):
    """Something Payung needs is not there: database, disk, font."""
