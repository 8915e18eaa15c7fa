import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from payung.registry.triggers import AWAY_FROM_TRIGGERS, BACK_TO_TRIGGERS


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AWAY_FROM_TRIGGERS,
        migrations.AddField(
            model_name="case",
            name="ended_why",
            field=models.CharField(default="", help_text="why it was withdrawn, or nothing is due", max_length=300),
        ),
        BACK_TO_TRIGGERS,
        migrations.CreateModel(
            name="Injury",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "given",
                    models.JSONField(default=dict, help_text="as law.accident asks: parts, total, left_handed, days_off, transport, …"),
                ),
                (
                    "settled_on",
                    models.DateField(help_text="recovered, or the disability is established: stage II counts from it", null=True),
                ),
                ("on", models.DateField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="injuries", to="claims.case")),
            ],
        ),
    ]
