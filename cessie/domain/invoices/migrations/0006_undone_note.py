"""Why a credit note was put back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0005_house_policy"),
    ]

    operations = [
        migrations.AddField(
            model_name="credit",
            name="undone_note",
            field=models.TextField(default=""),
        ),
    ]
