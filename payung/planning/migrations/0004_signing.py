import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from payung.planning.triggers import REFUSALS, SIGNING_REFUSALS
from payung.registry.triggers import AWAY_FROM_TRIGGERS, BACK_TO_TRIGGERS, refusing


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0001_initial"),
        ("filing", "0001_initial"),
        ("planning", "0003_fund_budget"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AWAY_FROM_TRIGGERS,
        migrations.CreateModel(
            name="PaperNumber",
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
            ],
        ),
        migrations.CreateModel(
            name="Signing",
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
                ("number", models.CharField(help_text="as it stands on the signed paper", max_length=100)),
                ("signed_on", models.DateField()),
                ("signed_by", models.CharField(help_text="name of whoever signed", max_length=120)),
                ("fingerprint", models.CharField(help_text="of the list as it was when the paper was signed (signed.py)", max_length=64)),
                ("on", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="determination",
            name="amended_because",
            field=models.CharField(default="", max_length=300),
        ),
        migrations.AddField(
            model_name="determination",
            name="amends",
            field=models.ForeignKey(
                help_text="the signed one that this one changes",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="planning.determination",
            ),
        ),
        migrations.AddConstraint(
            model_name="determination",
            constraint=models.CheckConstraint(
                condition=models.Q(("amends", None), models.Q(("amended_because", ""), _negated=True), _connector="OR"), name="amendment_says_why"
            ),
        ),
        migrations.AddField(
            model_name="papernumber",
            name="determination",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="paper_numbers", to="planning.determination"
            ),
        ),
        migrations.AddField(
            model_name="papernumber",
            name="taken",
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="correspondence.takennumber"),
        ),
        migrations.AddField(
            model_name="signing",
            name="by",
            field=models.ForeignKey(
                help_text="who handed the scan in; none: the command line",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="determination",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="signings", to="planning.determination"
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="document",
            field=models.ForeignKey(help_text="the scan", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="filing.document"),
        ),
        migrations.AddConstraint(
            model_name="papernumber",
            constraint=models.UniqueConstraint(fields=("determination", "kind"), name="paper_number_once_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.UniqueConstraint(fields=("determination", "kind"), name="signing_once_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["minutes", "decree", "responsibility", "village_responsibility", "cover_letter", "agreement"])),
                name="signing_kind_known",
            ),
        ),
        BACK_TO_TRIGGERS,
        refusing(*REFUSALS, *SIGNING_REFUSALS),
    ]
