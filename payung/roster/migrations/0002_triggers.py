from django.db import migrations

from payung.roster.triggers import REFUSALS, refusing


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_initial")]

    operations = [refusing(*REFUSALS)]
