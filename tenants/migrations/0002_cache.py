"""The table of Django's database cache: shared by all processes, as limits on guessing need."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE inlet_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX inlet_cache_expires ON inlet_cache (expires);
            """,
            "DROP TABLE inlet_cache",
        )
    ]
