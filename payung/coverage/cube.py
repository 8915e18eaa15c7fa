"""People on lists by place, month, segment, fund, sex and occupation."""

from datetime import date

from django.db import connection

from payung.coverage.queries import _funds
from payung.planning.models import Fund
from payung.planning.sources import trades
from payung.values.month import Month
from payung.values.place import within

_LISTED = """SELECT COALESCE(p.same_as_id, p.id), COALESCE(c.village_id, f.place_id), p.sex, COALESCE(c.occupation, '')
    FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id JOIN registry_person p ON p.id = m.person_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    WHERE m.fund_id IN ({funds}) AND m.first_month <= %s AND (m.last_month IS NULL OR m.last_month >= %s)"""


def people_in(
    place_code: str,
    month: Month,
    *,
    numerator: str = "listed",
    segment: str | None = None,
    fund: int | None = None,
    sex: str | None = None,
    occupation: str | None = None,
    known: date | None = None,
) -> int:
    """People of the place ("": the nation) on a list in the month, each once."""
    funds = [pk for pk in _funds(numerator, month) if fund in (None, pk)]
    if segment:
        funds = list(Fund.objects.filter(pk__in=funds, segment=segment).values_list("pk", flat=True))
    if not funds:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LISTED.format(funds=", ".join(["%s"] * len(funds))), [*funds, month.no, month.no])
        return len(
            {
                one
                for one, village, is_sex, work in cursor.fetchall()
                if within(village, place_code) and sex in (None, is_sex) and occupation in (None, kind_of(work))
            }
        )


def kind_of(occupation: str) -> str:
    """The first kind of work of trades.yaml that the occupation, as a list writes it, is of; "" for any other."""
    return next((code for code, trade in trades().items() if trade.fits(occupation)), "")
