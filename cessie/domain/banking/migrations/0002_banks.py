"""Two people take a statement that does not add up; notices, remembered bookings, what an account's bank takes."""

import django.db.models.deletion
from django.db import migrations, models

import cessie.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("banking", "0001_initial"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=cessie.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("format", models.TextField()),
                ("number", models.TextField()),
                ("day", models.DateField()),
                ("entries", models.JSONField(default=list)),
                ("content", models.CharField(max_length=64)),
                ("imported_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banking.account"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-day"], name="banking_notices")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "format", "number", "content"), name="banking_notice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remembered",
            fields=[
                (
                    "id",
                    models.UUIDField(default=cessie.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("debit", models.BooleanField()),
                ("transaction_code", models.TextField(default="")),
                ("counterparty_iban", models.TextField(default="")),
                ("words", models.TextField(default="")),
                ("most_cents", models.BigIntegerField()),
                ("book_as", models.CharField(max_length=4)),
                ("made_by", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("ended_by", models.TextField(default="")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banking.account"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("account", "debit", "transaction_code", "counterparty_iban", "words"),
                        name="banking_remembered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counterparty_iban", ""), ("transaction_code", ""), ("words", ""), _negated=True
                        ),
                        name="banking_remembered_something",
                    ),
                    models.CheckConstraint(condition=models.Q(("most_cents__gt", 0)), name="banking_remembered_most"),
                ],
            },
        ),
        migrations.AddField(
            model_name="account",
            name="instant",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="account",
            name="pain_version",
            field=models.CharField(default="09", max_length=2),
        ),
        migrations.AddField(
            model_name="line",
            name="undone",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="line",
            name="remembered",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banking.remembered"
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="first_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="first_by",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="statement",
            name="first_note",
            field=models.TextField(default=""),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("pain_version__in", ("03", "09"))), name="banking_account_pain"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "chained"), _negated=True),
                    ("decided_by", ""),
                    ("first_by", ""),
                    models.Q(("decided_by", models.F("first_by")), _negated=True),
                    _connector="OR",
                ),
                name="banking_taken_by_two",
            ),
        ),
    ]
