from django.db import migrations

from payung.billing.triggers import REFUSALS
from payung.registry.triggers import refusing


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_payments_postings_closing"), ("roster", "0002_triggers")]

    operations = [refusing(*REFUSALS)]
