"""The denominators of coverage. The numerators are counted from the lists and bills.

Universe   how many workers a place has, by one definition: value, source, date
"""

from django.db import models

from payung.places.models import Place


class Universe(models.Model):
    audit = "append_only"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    definition = models.CharField(max_length=40)
    value = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)
    as_of = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "definition", "as_of", "source"], name="universe_once")]
