from django.db import migrations, models
from django.db.models import PROTECT
from django.db.models.functions import Substr


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("registry", "0004_encoded_registers")]

    operations = [
        migrations.CreateModel(
            name="NamePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(help_text="as payung.matching.names spells it", max_length=200)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("text",), name="name_part_once", opclasses=["varchar_pattern_ops"])]},
        ),
        migrations.CreateModel(
            name="PersonPart",
            fields=[
                ("pk", models.CompositePrimaryKey("part", "person", blank=True, editable=False, primary_key=True, serialize=False)),
                ("part", models.ForeignKey(db_constraint=False, db_index=False, on_delete=PROTECT, related_name="+", to="registry.namepart")),
                ("person", models.ForeignKey(db_constraint=False, db_index=False, on_delete=PROTECT, related_name="+", to="registry.person")),
            ],
        ),
        migrations.AddIndex("candidate", models.Index(fields=["village"], name="candidate_village", opclasses=["varchar_pattern_ops"])),
        migrations.AddIndex("candidate", models.Index(fields=["round", "office"], name="candidate_office")),
        migrations.AddIndex("person", models.Index(Substr("nik", 13), name="person_nik_end")),
    ]
