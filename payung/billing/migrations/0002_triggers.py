from django.db import migrations

from payung.billing.triggers import SUMS
from payung.registry.triggers import refusing


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("roster", "0002_triggers")]

    operations = [refusing(*SUMS)]
