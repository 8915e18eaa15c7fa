import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("government", models.CharField(max_length=120)),
                ("name", models.CharField(help_text="the office as its papers name it", max_length=150)),
                ("address", models.CharField(max_length=200)),
                ("contact", models.CharField(default="", help_text="telephone, e-mail, web page, postal code", max_length=200)),
                ("town", models.CharField(help_text="where papers are signed", max_length=80)),
                (
                    "office",
                    models.ForeignKey(
                        help_text="none: of the place, for every office without its own",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.office",
                    ),
                ),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place")),
            ],
        ),
        migrations.CreateModel(
            name="PaperRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minutes", "Minutes"),
                            ("decree", "Decree"),
                            ("responsibility", "Responsibility"),
                            ("village_responsibility", "Village Responsibility"),
                            ("cover_letter", "Cover Letter"),
                            ("agreement", "Agreement"),
                        ],
                        max_length=30,
                    ),
                ),
                ("title", models.CharField(default="", help_text="what the signatory is, such as Bupati or Kepala Dinas", max_length=120)),
                ("name", models.CharField(default="", max_length=120)),
                ("staff_number", models.CharField(default="", help_text="NIP; none for an elected head", max_length=30)),
                ("pattern", models.CharField(default="", help_text="numbering.py; empty: numbers are typed", max_length=80)),
                (
                    "letterhead",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="correspondence.letterhead"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakenNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minutes", "Minutes"),
                            ("decree", "Decree"),
                            ("responsibility", "Responsibility"),
                            ("village_responsibility", "Village Responsibility"),
                            ("cover_letter", "Cover Letter"),
                            ("agreement", "Agreement"),
                        ],
                        max_length=30,
                    ),
                ),
                ("pattern", models.CharField(max_length=80)),
                ("year", models.PositiveSmallIntegerField()),
                ("n", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=100)),
                ("on", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        help_text="none: the command line",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letterhead",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="numbers", to="correspondence.letterhead"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="letterhead",
            constraint=models.UniqueConstraint(
                models.F("place"), django.db.models.functions.comparison.Coalesce("office", models.Value(0)), name="letterhead_once_an_office"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperrule",
            constraint=models.UniqueConstraint(fields=("letterhead", "kind"), name="paper_rule_once_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="paperrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["minutes", "decree", "responsibility", "village_responsibility", "cover_letter", "agreement"])),
                name="paper_rule_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="takennumber",
            constraint=models.UniqueConstraint(fields=("letterhead", "pattern", "year", "n"), name="taken_number_once_a_series"),
        ),
        migrations.AddConstraint(
            model_name="takennumber",
            constraint=models.UniqueConstraint(fields=("letterhead", "number"), name="taken_number_once"),
        ),
        migrations.AddConstraint(
            model_name="takennumber",
            constraint=models.CheckConstraint(condition=models.Q(("n__gte", 1)), name="taken_number_counts_from_one"),
        ),
    ]
