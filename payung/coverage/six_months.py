"""The six months' measure: sponsored workers as BPJS's target counts them, in full from so many paid months of the year, by their share below."""

from collections import Counter

from django.db import connection

from payung.billing.models import Bill
from payung.law.figure import figure
from payung.values.month import Month
from payung.values.place import level_of

_ENDS = (2, 5, 8, 13)  # where the code of a province, regency, district, village ends
# Paid months of each human being, at most so many, in the village of the last list that named one.
_MONTHS = """SELECT village, SUM(CASE WHEN months > %s THEN %s ELSE months END) FROM (
    SELECT COALESCE(p.same_as_id, p.id) AS one, MAX(COALESCE(c.village_id, f.place_id)) AS village, COUNT(DISTINCT b.month) AS months
    FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id JOIN planning_fund f ON f.id = b.fund_id
    JOIN registry_person p ON p.id = l.person_id
    LEFT JOIN registry_candidate c ON c.person_id = l.person_id AND c.round_id = f.round_id
    WHERE b.id IN ({bills}){here} GROUP BY COALESCE(p.same_as_id, p.id)) people GROUP BY village"""
_HERE = " AND (COALESCE(c.village_id, f.place_id) = %s OR COALESCE(c.village_id, f.place_id) LIKE %s)"


def months_that_count(month: Month) -> int:
    """From so many paid months on a worker counts in full (law figure membership.branch_target_months). RefusedError for a month without it."""
    return figure("membership.branch_target_months").on(month.first_day).number


def share_of_months(months: int, needed: int) -> int:
    """People that so many counted months are, rounded half up: 3,000 months of 1,000 people -> 500."""
    return (2 * months + needed) // (2 * needed)


def measured(place: str, month: Month) -> int:
    """Of the place, January of the month's year to the month: rounded once, at the end."""
    return share_of_months(sum(_counted_months(place, month).values()), months_that_count(month))


def measured_inside(place: str, month: Month) -> dict[str, int]:
    """By the places one level below."""
    end, needed = _ENDS[level_of(place)], months_that_count(month)
    months: Counter[str] = Counter()
    for village, counted in _counted_months(place, month).items():
        months[village[:end]] += counted
    return {code: share_of_months(counted, needed) for code, counted in months.items()}


def measured_by_village(place: str, month: Month) -> dict[str, int]:
    """Each village rounded by itself, so that they may differ from the place's sum by a few."""
    needed = months_that_count(month)
    return {village: share_of_months(counted, needed) for village, counted in _counted_months(place, month).items()}


def _counted_months(place: str, month: Month) -> dict[str, int]:
    paid = list(Bill.objects.filter(month__gte=Month.at(month.year, 1), month__lte=month).fully_paid().values_list("pk", flat=True))
    if not paid:
        return {}
    needed = months_that_count(month)
    sql = _MONTHS.format(bills=", ".join(["%s"] * len(paid)), here=_HERE if place else "")
    with connection.cursor() as cursor:
        cursor.execute(sql, [needed, needed, *paid, *([place, f"{place}.%"] if place else [])])
        return {village: int(counted) for village, counted in cursor.fetchall()}
