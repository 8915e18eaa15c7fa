from django.db import migrations

from payung.registry.triggers import refusing
from payung.roster.triggers import REFUSALS


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_initial")]

    operations = [refusing(*REFUSALS)]
