from django.db import migrations, models

from payung.registry.triggers import refusing
from payung.roster.models import Reason
from payung.roster.triggers import REFUSALS


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_fund_trade_and_sources"), ("roster", "0002_triggers")]

    operations = [
        migrations.AlterField(model_name="change", name="reason", field=models.CharField(choices=Reason.choices, max_length=20)),
        refusing(*REFUSALS),
    ]
