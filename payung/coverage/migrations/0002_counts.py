import django.db.models.deletion
from django.db import migrations, models

import payung.registry.fields
from payung.coverage.triggers import ALL_STANDING, STANDING_COUNTS
from payung.registry.triggers import counting


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0001_initial"),
        ("planning", "0001_initial"),
        ("registry", "0006_lists_due_on"),
        ("roster", "0002_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidateCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("village", models.CharField(default="", help_text="code; empty where the list named none", max_length=13)),
                ("people", models.IntegerField()),
                ("round", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.round")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("round", "village"), name="candidate_count_once")]},
        ),
        migrations.CreateModel(
            name="CoverStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("village", models.CharField(help_text="code; where the list named none, that of the fund's place", max_length=13)),
                ("month", payung.registry.fields.MonthField()),
                ("people", models.IntegerField(help_text="below 0: they leave")),
                ("fund", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="planning.fund")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("fund", "village", "month"), name="cover_step_once")]},
        ),
        migrations.CreateModel(
            name="SeveralTimes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.person")),
            ],
        ),
        migrations.RunSQL(ALL_STANDING, migrations.RunSQL.noop),
        counting(*STANDING_COUNTS),  # those of lists: 0003
    ]
