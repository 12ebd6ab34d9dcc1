"""A version's columns and rows become its document. What stands here of the old form and of the
new one is frozen: later changes of the rules don't change this migration."""

from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models

TABLES = ("mappings_mappingversion", "mappings_fieldmapping", "mappings_matchrulerow")
PHONES = ("phone", "phone_spaced")
POLICY = {
    "mode": "create_and_update",
    "lead_found": "update",
    "contact_found": "update_contact",
    "external_id_field": "External_Person_ID__c",
    "contact_external_id_field": "External_Person_ID__c",
    "default_status": "New",
}


def step_of(spec):
    """A transform such as "truncate:40" as the document has it."""
    name, _, parameter = spec.partition(":")
    if name == "bool":
        return "boolean"
    if not parameter:
        return name
    if name in PHONES:
        return {"do": name, "region": parameter}
    if name == "truncate":
        return {"do": name, "length": int(parameter)}
    return {"do": name, "decimal": parameter}


def field_of(row):
    """A row of FieldMapping as the document has it."""
    field = {
        "lead_field": row.lead_field,
        "contact_field": row.contact_field,
        "label": row.label,
        "source": row.source,
        "transforms": [step_of(spec) for spec in row.transforms],
        "ownership": "" if row.ownership == "if_blank" else row.ownership,
    }
    told = {key: value for key, value in field.items() if value}
    if row.value_map:
        told["value_map"] = {"pairs": [[str(one), str(to)] for one, to in row.value_map]}
    if row.default is not None:
        told["default"] = row.default
    return told


def match_of(row):
    """A row of MatchRuleRow as the document has it."""
    if row.kind == "external_id" or row.field == "Email":
        return row.kind
    return {"by": "email", "lead_fields": [row.field], "contact_fields": [row.field]}


def routing_of(version):
    """The columns about the owner as the document has them."""
    kind = version.routing_kind
    if kind == "creator":
        return {}
    if kind == "assignment_rules":
        rule = version.routing_rule_id
        return {"owner": {"to": kind, "rule_id": rule} if rule else kind}
    name = {"name": version.routing_owner_name} if version.routing_owner_name else {}
    return {"owner": {"to": kind, "id": version.routing_owner_id, **name}}


def document_of(version, fields, matches):
    """The whole version."""
    document = {
        "fields": [field_of(row) for row in fields],
        "match": [match_of(row) for row in matches],
        **{
            key: getattr(version, key)
            for key, usual in POLICY.items()
            if getattr(version, key) != usual
        },
        "org_refuses": "save_anyway" if version.allow_duplicate_save else "",
        "routing": routing_of(version),
    }
    return {key: value for key, value in document.items() if value or key in POLICY}


def convert(apps, schema_editor):
    """Every version gets its document; of several drafts of a mapping only the newest stays one.

    The wall is lowered for its owner while it reads the rows of all tenants.
    """
    database = schema_editor.connection.alias
    Version = apps.get_model("mappings", "MappingVersion")
    Field = apps.get_model("mappings", "FieldMapping")
    Match = apps.get_model("mappings", "MatchRuleRow")
    for table in TABLES:
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
    drafted = set()
    for version in Version._base_manager.using(database).order_by("mapping_id", "-number"):
        fields = (
            Field._base_manager.using(database).filter(version_id=version.pk).order_by("position")
        )
        matches = (
            Match._base_manager.using(database).filter(version_id=version.pk).order_by("position")
        )
        version.document = document_of(version, fields, matches)
        version.changed_at = version.published_at or version.changed_at
        if version.state == "draft" and version.mapping_id in drafted:
            version.state = "retired"
        elif version.state == "draft":
            drafted.add(version.mapping_id)
        version.save(using=database)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in TABLES:
        schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')


class Migration(migrations.Migration):
    dependencies = [("mappings", "0002_preflight")]

    operations = [
        migrations.AddField(
            model_name="mappingversion", name="document", field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name="mappingversion",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="mappingversion",
            name="based_on",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mappingversion",
            name="note",
            field=models.TextField(blank=True, default="", verbose_name="why"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="mappingversion",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="mappingversion",
            name="changed_by",
            field=models.CharField(blank=True, default="", max_length=160),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="mappingversion",
            name="published_by",
            field=models.CharField(blank=True, default="", max_length=160),
            preserve_default=False,
        ),
        migrations.RunPython(convert),
        migrations.DeleteModel(name="FieldMapping"),
        migrations.DeleteModel(name="MatchRuleRow"),
        *(
            migrations.RemoveField(model_name="mappingversion", name=name)
            for name in (
                "mode", "lead_found", "contact_found", "routing_kind", "routing_owner_id",
                "routing_owner_name", "routing_rule_id", "external_id_field",
                "contact_external_id_field", "default_status", "allow_duplicate_save",
            )
        ),
        migrations.AddConstraint(
            model_name="mappingversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("tenant", "mapping"),
                name="one_open_draft",
            ),
        ),
    ]  # fmt: skip
