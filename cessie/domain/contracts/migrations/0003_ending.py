"""A contract ends: its state, and the proposals that two people decide."""

import django.db.models.deletion
from django.db import migrations, models

import cessie.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_versions_stay"),
        ("parties", "0004_marks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ending",
            fields=[
                (
                    "id",
                    models.UUIDField(default=cessie.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("act", models.TextField()),
                ("ground", models.TextField(default="")),
                ("given_by", models.TextField(default="")),
                ("given_date", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("note", models.TextField()),
                ("state", models.TextField(default="proposed")),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.TextField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.TextField(default="")),
            ],
        ),
        migrations.AddField(
            model_name="contract",
            name="closed_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="state",
            field=models.TextField(default="running"),
        ),
        migrations.RunSQL(
            "UPDATE contracts_contract SET state = 'ending' WHERE ended_date IS NOT NULL", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("closed", "ending", "run_off", "running"))), name="contracts_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_date__isnull", True), ("state", "running")),
                    models.Q(models.Q(("state", "running"), _negated=True), ("ended_date__isnull", False)),
                    _connector="OR",
                ),
                name="contracts_running_has_no_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_date__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_date__isnull", True)),
                    _connector="OR",
                ),
                name="contracts_closed_on_a_day",
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="endings", to="contracts.contract"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("agreed", "declined", "proposed"))), name="contracts_ending_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("act", "end"),
                        ("given_by__in", ("client", "house")),
                        ("given_date__isnull", False),
                        ("ground__in", ("notice", "agreement", "breach")),
                        ("last_day__isnull", False),
                    ),
                    models.Q(
                        ("act", "go_on"),
                        ("given_by", ""),
                        ("given_date__isnull", True),
                        ("ground", ""),
                        ("last_day__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="contracts_ending_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="contracts_ending_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "agreed"), _negated=True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="contracts_ending_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("contract",), name="contracts_one_ending_waits"
            ),
        ),
    ]
