from django.db import migrations

from payung.assurance.triggers import REFUSALS
from payung.registry.triggers import refusing


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial")]

    operations = [refusing(*REFUSALS)]
