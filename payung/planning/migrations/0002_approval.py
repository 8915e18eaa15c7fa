import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from payung.planning.triggers import REFUSALS
from payung.registry.triggers import refusing


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="determination",
            name="made_by",
            field=models.ForeignKey(
                help_text="who made it final; none: the command line",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fund",
            name="most_people",
            field=models.PositiveIntegerField(help_text="no more people than these, even where the money would pay for more", null=True),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("granted", models.BooleanField(help_text="no: sent back, so that a new version can be made")),
                ("reason", models.CharField(default="", max_length=300)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "determination",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="approval", to="planning.determination"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("granted", True), models.Q(("reason", ""), _negated=True), _connector="OR"), name="approval_says_why_not"
                    )
                ],
            },
        ),
        refusing(*REFUSALS),
    ]
