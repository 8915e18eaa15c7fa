from django.db import migrations

from payung.exchange.triggers import REFUSALS
from payung.registry.triggers import refusing


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [refusing(*REFUSALS)]
