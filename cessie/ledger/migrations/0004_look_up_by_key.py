"""The line trigger finds heads by key, whatever the tables looked like when a session first planned it.

PostgreSQL keeps the plan of a trigger's statements for the session, and those have no parameters that would make it plan
anew: a plan made over empty tables read the whole ledger once an entry, ten times slower from the first large batch on.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_post_few")]

    operations = [
        migrations.RunSQL(
            "alter function ledger_lines_added() set enable_seqscan = off",
            "alter function ledger_lines_added() reset enable_seqscan",
        ),
    ]
