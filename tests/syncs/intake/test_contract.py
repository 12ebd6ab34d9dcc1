"""The API answers as its OpenAPI document says, whatever it is sent; and never with a 500."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tenants import walls
from tenants.apikeys import ALL_SCOPES
from tenants.models import ApiKey
from tests.syncs.conftest import Door, open_door

EXAMPLES = 60
# Of these most cases name a connection that isn't there.
FEWER = 20


@pytest.fixture
def api(live_server: Any) -> Any:
    """The document, as the product serves it."""
    return schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json?format=json")


def test_every_answer_is_one_that_the_document_names(api: Any, tenant: Any) -> None:
    door: Door = open_door(tenant)
    with walls.inside(tenant):
        ApiKey.objects.filter(pk=door.key.pk).update(scopes=list(ALL_SCOPES))
    operations = [one.ok() for one in api.get_all_operations()]
    assert len(operations) >= 15
    for operation in operations:
        _try(operation, door)


def _try(operation: Any, door: Door) -> None:
    examples = FEWER if "{connection_id}" in operation.path else EXAMPLES

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers_as_documented(case: Any) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {door.text}"})
        assert answer.status_code < 500, answer.content
        # The rule that a lead must be somebody spans fields, which a schema can't say.
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    answers_as_documented()
