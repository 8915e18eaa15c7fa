from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_name_parts")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="lists_due_on",
            field=models.DateField(help_text="the last day on which lists are expected", null=True),
        )
    ]
