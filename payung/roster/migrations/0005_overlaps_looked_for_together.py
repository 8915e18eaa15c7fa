from django.db import migrations

from payung.registry.triggers import refusing
from payung.roster.triggers import REFUSALS


class Migration(migrations.Migration):
    """The trigger against two lists in a month again: on PostgreSQL it took minutes for a list of a million."""

    dependencies = [("roster", "0004_change_rounds")]
    operations = [refusing(*REFUSALS)]
