"""The bank takes a debtor's payment back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("banking", "0002_banks"),
        ("matching", "0002_settlements"),
    ]

    operations = [
        migrations.AddField(
            model_name="receipt",
            name="returned_line",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banking.line"
            ),
        ),
    ]
