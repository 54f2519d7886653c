import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cessie.lib.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=cessie.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.TextField()),
                ("handle", models.CharField(max_length=16, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("scopes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("per_minute", models.PositiveIntegerField(default=600)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.TextField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.TextField(default="")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.client"
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scopes__contained_by",
                                [
                                    "debtors:read",
                                    "invoices:read",
                                    "invoices:write",
                                    "limits:read",
                                    "proposals:approve",
                                    "proposals:read",
                                    "statements:read",
                                ],
                            ),
                            ("scopes__len__gt", 0),
                        ),
                        name="keys_scopes_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scopes__contains", ["proposals:approve"]), _negated=True),
                            ("signer__isnull", False),
                            _connector="OR",
                        ),
                        name="keys_signature_has_signer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="keys_expire"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_minute__gt", 0), models.Q(("name", ""), _negated=True)),
                        name="keys_named_and_paced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by", "")),
                            models.Q(("revoked_at__isnull", False), models.Q(("revoked_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="keys_revocation_has_person",
                    ),
                ],
                "indexes": [models.Index(fields=["client", "-made_at"], name="keys_of_client")],
            },
        ),
        migrations.CreateModel(
            name="Pace",
            fields=[
                (
                    "key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="pace",
                        serialize=False,
                        to="keys.apikey",
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("used_at", models.DateTimeField()),
            ],
        ),
        # Each call writes here: without the log it waits for no disk. After a crash every key may call at once again.
        migrations.RunSQL("ALTER TABLE keys_pace SET UNLOGGED", "ALTER TABLE keys_pace SET LOGGED"),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.UUIDField(default=cessie.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("idempotency_key", models.CharField(max_length=100)),
                ("method", models.TextField()),
                ("path", models.TextField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("body", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "key",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="keys.apikey"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "idempotency_key"), name="keys_reply_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__gte", 200), ("status__lt", 500)), name="keys_reply_final"
                    ),
                ],
                "indexes": [models.Index(fields=["expires_at"], name="keys_reply_expires")],
            },
        ),
    ]
