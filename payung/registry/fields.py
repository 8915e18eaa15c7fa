"""A month of cover as a column: a whole number in the database, a Month in Python."""

from typing import TYPE_CHECKING, Any

from django.db import models

from payung.values.month import Month

if TYPE_CHECKING:
    _Whole = models.IntegerField[Any, Any]  # Month, or None in a column that may be empty
else:
    _Whole = models.IntegerField


class MonthField(_Whole):
    """Stores `Month.no`, so that SQL counts months by subtraction."""

    _pyi_lookup_exact_type: Any
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: int | None, *_: Any) -> Month | None:
        return None if value is None else Month(value)

    def to_python(self, value: Any) -> Month | None:
        return value if value is None or isinstance(value, Month) else Month(int(value))

    def get_prep_value(self, value: Any) -> int | None:
        return value.no if isinstance(value, Month) else super().get_prep_value(value)
