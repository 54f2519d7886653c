"""Own transfers, instant payments, and what banks say about the name of an account."""

import django.db.models.deletion
from django.db import migrations, models

import cessie.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("banking", "0002_banks"),
        ("parties", "0001_initial"),
        ("payments", "0003_standstill"),
    ]

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=cessie.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.TextField()),
                ("iban", models.TextField()),
                ("outcome", models.TextField()),
                ("found", models.TextField(default="")),
                ("provider", models.TextField()),
                ("reference", models.TextField(default="")),
                ("detail", models.TextField(default="")),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.TextField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.bankaccount"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-asked_at"], name="payments_verified")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("match", "close", "none", "impossible"))),
                        name="payments_verification_outcome",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="order",
            name="speed",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="order",
            name="own",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banking.account"
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="source",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banking.account"
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="payee",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.bankaccount"
            ),
        ),
        migrations.RemoveConstraint(model_name="order", name="payments_order_whose"),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("client__isnull", True), ("contract__isnull", True), ("debtor__isnull", False), ("rule", "P19")
                    ),
                    models.Q(
                        ("client__isnull", True), ("contract__isnull", True), ("debtor__isnull", True), ("rule", "P36")
                    ),
                    models.Q(
                        models.Q(("rule__in", ["P19", "P36"]), _negated=True),
                        ("client__isnull", False),
                        ("contract__isnull", False),
                        ("debtor__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="payments_order_whose",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("own__isnull", False), ("payee__isnull", True), ("rule", "P36"), ("source__isnull", False)
                    ),
                    models.Q(
                        models.Q(("rule", "P36"), _negated=True),
                        ("own__isnull", True),
                        ("payee__isnull", False),
                        ("source__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="payments_order_paid_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("speed__in", ("", "instant", "ordinary"))), name="payments_order_speed"
            ),
        ),
    ]
