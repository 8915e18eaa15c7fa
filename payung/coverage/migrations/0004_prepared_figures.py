from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import payung.registry.fields
from payung.coverage.triggers import ALL_SEVERAL, ALL_STEPS, COUNTS
from payung.registry.triggers import counting, forgetting

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _to(model: str, on_delete: Any = django.db.models.deletion.PROTECT, **options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(on_delete=on_delete, to=model, **{"related_name": "+", **options})


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0003_official"),
        ("places", "0001_initial"),
        ("planning", "0006_plan"),
        ("registry", "0007_parts_of_people"),
        ("roster", "0005_overlaps_looked_for_together"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # both are counted anew below, with what they now say besides
        forgetting(*COUNTS),
        migrations.DeleteModel("CoverStep"),
        migrations.DeleteModel("SeveralTimes"),
        migrations.CreateModel(
            name="CoverStep",
            fields=[
                _ID,
                ("village", models.CharField(help_text="code; where the list named none, that of the fund's place", max_length=13)),
                ("sex", models.CharField(default="", max_length=1)),
                ("occupation", models.CharField(default="", help_text="as the list says it", max_length=120)),
                ("month", payung.registry.fields.MonthField()),
                ("people", models.IntegerField(help_text="below 0: they leave")),
                ("fund", _to("planning.fund", django.db.models.deletion.CASCADE, db_index=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("fund", "village", "month", "sex", "occupation"), name="cover_step_once")],
            },
        ),
        migrations.CreateModel(
            name="SeveralTimes",
            fields=[
                _ID,
                ("stale", models.BooleanField(default=True, help_text="something of theirs changed since figures were prepared")),
                (
                    "counted",
                    models.TextField(
                        db_default="", default="", help_text="steps of theirs (overlap.py) that prepared figures hold; JSON, empty: none"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        help_text="the one who is kept",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
            ],
            options={"indexes": [models.Index(condition=Q(("stale", True)), fields=["stale"], name="several_times_stale")]},
        ),
        migrations.CreateModel(
            name="CoverState",
            fields=[
                _ID,
                ("on", models.DateField()),
                ("rebuilt", models.BooleanField(default=False, help_text="counted anew from all memberships, not only what had changed")),
            ],
        ),
        migrations.CreateModel(
            name="CoverBlock",
            fields=[
                _ID,
                ("place", models.CharField(default="", help_text="code; empty: the nation", max_length=13)),
                ("steps", models.BinaryField()),
                ("state", _to("coverage.coverstate", db_index=False, related_name="blocks")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("place", "state"), name="cover_block_once")]},
        ),
        migrations.CreateModel(
            name="CoverFund",
            fields=[
                _ID,
                ("month", payung.registry.fields.MonthField()),
                ("segment", models.CharField(max_length=12)),
                ("runs", models.BooleanField(help_text="no: the fund was given other months")),
                ("paid", models.BooleanField(help_text="all that was billed for the month")),
                ("fund", _to("planning.fund", db_index=False)),
                ("state", _to("coverage.coverstate", db_index=False, related_name="funds")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("month", "fund", "state"), name="cover_fund_once")]},
        ),
        migrations.CreateModel(
            name="FundSet",
            fields=[_ID, ("funds", models.CharField(help_text='numbers of the funds in order, such as "12+15"', max_length=400))],
            options={"constraints": [models.UniqueConstraint(fields=("funds",), name="fund_set_once")]},
        ),
        migrations.CreateModel(
            name="WorkKind",
            fields=[_ID, ("code", models.CharField(max_length=20))],
            options={"constraints": [models.UniqueConstraint(fields=("code",), name="work_kind_once")]},
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                _ID,
                ("open", models.BooleanField(help_text="no: taken back")),
                ("licence", models.CharField(default="", help_text="terms of use that are told beside the data", max_length=60)),
                ("on", models.DateField()),
                ("by", _to(settings.AUTH_USER_MODEL, help_text="none: the command line", null=True)),
                ("place", _to("places.place")),
            ],
        ),
        migrations.RunSQL(ALL_SEVERAL, migrations.RunSQL.noop),
        migrations.RunSQL(ALL_STEPS, migrations.RunSQL.noop),
        counting(*COUNTS),
    ]
