"""A file that uses everything, and short ways to change it."""

from __future__ import annotations

from syncs.configuring.reading import Read, read

FILE = """\
inlet: 1
agency: Harbor & Pine
blueprints:
- name: Solar
  versions:
  - number: 1
    rules:
      fields:
      - lead_field: LastName
        contact_field: LastName
        source: person.last_name
      match:
      - email
clients:
- slug: north-wind
  name: North Wind
  region: 'NO'
  time_zone: Europe/Oslo
  connections:
  - name: Production
    environment: production
    flow: client_credentials
    host: https://northwind.my.salesforce.com
    client_id: 3MVG9northwind
    client_secret:
      env: NORTH_SECRET
  mappings:
  - name: Leads
    rules:
      fields:
      - lead_field: LastName
        contact_field: LastName
        source: person.last_name
      - lead_field: Title
        source: person.title
        ownership: always
      match:
      - email
      mode: create_only
    follows:
      blueprint: Solar
      version: 1
  sources:
  - name: Website
    connection: Production
    mapping: Leads
    key: generate
"""
SECRETS = {"NORTH_SECRET": "s3cret"}


def wanted(text: str = FILE, **replaced: str) -> Read:
    """The file, read, with some of its texts replaced: names are texts with _ for spaces."""
    return read(changed(text, **replaced))


def changed(text: str = FILE, **replaced: str) -> str:
    """The text with some words replaced; each has to be there."""
    for old, new in replaced.items():
        assert old in text, old
        text = text.replace(old, new)
    return text
