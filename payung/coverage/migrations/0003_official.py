from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def copy_universe(apps: Any, _: Any) -> None:
    """Denominators recorded so far. Since when they stood here was not kept: they count as known from the day they speak of."""
    old, new = apps.get_model("coverage", "Universe"), apps.get_model("coverage", "OfficialFigure")
    told = old.objects.order_by("pk").values("place_id", "definition", "value", "source", "as_of")
    new.objects.bulk_create(new(**one, known_on=one["as_of"]) for one in told)


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0002_counts"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficialColumn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("publisher", models.CharField(max_length=120)),
                ("header", models.CharField(help_text="as header_key writes it", max_length=120)),
                ("field", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("publisher", "header"), name="official_column_means_one_field")],
            },
        ),
        migrations.CreateModel(
            name="OfficialFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=255)),
                ("on", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        help_text="whose operator read it in; none: the nation",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfficialFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("definition", models.CharField(max_length=40)),
                ("segment", models.CharField(default="", help_text="PU, BPU, JAKON, PMI; empty: all", max_length=10)),
                ("value", models.PositiveBigIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("as_of", models.DateField(help_text="of which day the figure speaks; of a month its last day")),
                ("publisher", models.CharField(default="", max_length=120)),
                ("published_on", models.DateField(null=True)),
                ("page", models.CharField(default="", help_text="page, table or address", max_length=300)),
                ("known_on", models.DateField(help_text="since when it stands here")),
                ("sheet", models.CharField(default="", max_length=100)),
                ("row", models.PositiveIntegerField(help_text="as the spreadsheet numbers it", null=True)),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="coverage.officialfigure"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        help_text="none: the nation", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="coverage.officialfile"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PublishedShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField()),
                ("segment", models.CharField(default="", max_length=10)),
                ("numerator", models.CharField(default="", help_text="a definition of the registry; empty: not said", max_length=40)),
                ("denominator", models.CharField(default="", help_text="a definition of the registry; empty: not said", max_length=40)),
                ("part", models.PositiveBigIntegerField(help_text="the people who are said to be covered", null=True)),
                ("rest", models.PositiveBigIntegerField(help_text="those who are said not to be", null=True)),
                ("whole", models.PositiveBigIntegerField(null=True)),
                ("hundredths", models.PositiveIntegerField(help_text="of a per cent: 6347 is 63.47 %", null=True)),
                ("decimals", models.PositiveSmallIntegerField(default=2, help_text="as it was printed: 52 % has none")),
                ("source", models.CharField(max_length=200)),
                ("publisher", models.CharField(default="", max_length=120)),
                ("published_on", models.DateField(null=True)),
                ("page", models.CharField(default="", max_length=300)),
                ("quote", models.CharField(default="", help_text="the words as published", max_length=300)),
                ("known_on", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        help_text="none: the nation", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme", models.CharField(max_length=10)),
                ("year", models.PositiveSmallIntegerField(help_text="by its end")),
                ("pair", models.CharField(help_text="numerator and denominator, as definitions.Pair writes its key", max_length=120)),
                ("hundredths", models.PositiveIntegerField(help_text="of a per cent: 5215 is 52.15 %")),
                ("source", models.CharField(max_length=200)),
                ("page", models.CharField(default="", max_length=300)),
                ("known_on", models.DateField()),
                (
                    "corrects",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="coverage.target"),
                ),
                (
                    "place",
                    models.ForeignKey(
                        help_text="for whom it is set; none: the nation",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="officialfile",
            constraint=models.UniqueConstraint(fields=("sha256",), name="official_file_once"),
        ),
        migrations.AddIndex(
            model_name="officialfigure",
            index=models.Index(fields=["definition", "as_of"], name="official_by_definition"),
        ),
        migrations.AddConstraint(
            model_name="officialfigure",
            constraint=models.UniqueConstraint(fields=("corrects",), name="official_corrected_once"),
        ),
        migrations.AddConstraint(
            model_name="officialfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True), ("place__isnull", False)),
                fields=("place", "definition", "segment", "as_of", "source"),
                name="official_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True), ("place__isnull", True)),
                fields=("definition", "segment", "as_of", "source"),
                name="official_of_nation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialfigure",
            constraint=models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="official_has_a_source"),
        ),
        migrations.AddIndex(
            model_name="publishedshare",
            index=models.Index(fields=["place", "as_of"], name="published_share_of_place"),
        ),
        migrations.AddConstraint(
            model_name="publishedshare",
            constraint=models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="published_share_has_a_source"),
        ),
        migrations.AddConstraint(
            model_name="publishedshare",
            constraint=models.CheckConstraint(condition=models.Q(("decimals__lte", 2)), name="published_share_decimals"),
        ),
        migrations.AddConstraint(
            model_name="publishedshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("hundredths__isnull", False), ("part__isnull", False), _connector="OR"), name="published_share_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["year", "scheme"], name="target_by_year"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(fields=("corrects",), name="target_corrected_once"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True), ("place__isnull", False)),
                fields=("place", "scheme", "year", "pair"),
                name="target_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True), ("place__isnull", True)),
                fields=("scheme", "year", "pair"),
                name="target_of_nation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="target_has_a_source"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(condition=models.Q(("hundredths__gte", 1), ("hundredths__lte", 10000)), name="target_is_a_share"),
        ),
        migrations.RunPython(copy_universe, migrations.RunPython.noop),
        migrations.DeleteModel(
            name="Universe",
        ),
        migrations.CreateModel(
            name="Universe",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("coverage.officialfigure",),
        ),
    ]
