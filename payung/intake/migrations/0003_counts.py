import django.db.models.deletion
from django.db import migrations, models

from payung.intake.triggers import ALL, COUNTS
from payung.registry.triggers import counting


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_uploads")]

    operations = [
        migrations.AddField(
            model_name="submittedlist",
            name="received_on",
            field=models.DateField(help_text="none: received before this was noted", null=True),
        ),
        migrations.CreateModel(
            name="RowCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("village", models.CharField(default="", help_text="code; empty where the row names none", max_length=13)),
                ("verdict", models.CharField(max_length=12)),
                ("rows", models.IntegerField()),
                (
                    "list",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="intake.submittedlist"),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("list", "village", "verdict"), name="row_count_once")]},
        ),
        migrations.RunSQL(ALL, migrations.RunSQL.noop),
        counting(*COUNTS),
    ]
