"""Places from province to village, the offices in them, and the territory an office serves.

Place      one row per Kemendagri code, 91,599 of them; the code begins with the code of its parent, and only a province has no parent.
Office     a labour office, village office, BPJS branch, employer …; sits in, or belongs to, one place; its name is unique there within its kind.
Territory  the places an office serves: a BPJS branch serves several regencies.
Nothing here is ever deleted while something points to it.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from payung.values.place import Level


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places in the words of the trade; each may be chained."""

    def within(self, code: str) -> Self:
        """The place itself and all that lies in it; the empty code is the nation."""
        return self.filter(Q(code=code) | Q(code__startswith=f"{code}.")) if code else self.all()

    def provinces(self) -> Self:
        return self.filter(level=Level.PROVINCE)

    def regencies(self) -> Self:
        """Kabupaten and kota."""
        return self.filter(level=Level.REGENCY)

    def districts(self) -> Self:
        """Kecamatan."""
        return self.filter(level=Level.DISTRICT)

    def desa(self) -> Self:
        """Villages with a government of their own, without kelurahan: the last part of their code begins with 2 (desa) or 3 (desa adat)."""
        return self.filter(level=Level.VILLAGE).filter(code__regex=r"\.[23]\d{3}$")

    def villages(self) -> Self:
        """Desa, kelurahan and desa adat."""
        return self.filter(level=Level.VILLAGE)


class Place(models.Model):
    """`code` with its dots ("74.05.01.2003"); `level` is `payung.values.place.Level`."""

    # Generated reference data: the shipped file and its history are the record.
    audit = "none"

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.SmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "code"], name="place_by_level")]
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="place_level_is_known"),
            models.CheckConstraint(condition=Q(level=1, parent=None) | Q(level__gt=1, parent__isnull=False), name="place_parent_unless_province"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class OfficeKind(models.TextChoices):
    """What an office is; a BPJS branch is one of BPJS Ketenagakerjaan."""

    LABOUR = "labour", "Dinas Tenaga Kerja"
    OPD = "opd", "Perangkat daerah"
    VILLAGE_OFFICE = "village_office", "Kantor desa atau kelurahan"
    BPJS_BRANCH = "bpjs_branch", "Kantor cabang BPJS Ketenagakerjaan"
    EMPLOYER = "employer", "Pemberi kerja"
    DONOR = "donor", "Donatur"
    OTHER = "other", "Lainnya"


class Office(models.Model):
    """Who sends, decides, pays or serves; `place` is where it sits or whose office it is."""

    Kind = OfficeKind

    kind = models.CharField(max_length=20, choices=OfficeKind.choices)
    name = models.CharField(max_length=200)
    place = models.ForeignKey(Place, models.PROTECT, related_name="offices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "kind", "name"], name="office_once_per_place"),
            models.CheckConstraint(condition=Q(kind__in=OfficeKind.values), name="office_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="office_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Territory(models.Model):
    """One place that an office serves, with all that lies in it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="territory")
    place = models.ForeignKey(Place, models.PROTECT, related_name="served_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "place"], name="territory_once_per_office")]
