from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_counts")]
    operations = [migrations.AddIndex("row", models.Index(fields=["nik"], name="row_nik_of_others", condition=~Q(verdict="passes")))]
