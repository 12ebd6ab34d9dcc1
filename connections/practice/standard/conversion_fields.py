"""What a Lead keeps of its conversion (salesforce-facts 10.1)."""

from __future__ import annotations

from connections.practice.rules.fields import Field
from connections.practice.standard.making import checkbox, read_only


def conversion() -> tuple[Field, ...]:
    """Whether and when it was converted, and into which records."""
    links = ("Account", "Contact", "Opportunity")
    return (
        # Recorded as createable, though nobody should send it (salesforce-facts 7.5).
        checkbox("IsConverted", "Converted", updateable=False, permissionable=False),
        read_only("ConvertedDate", "Converted Date", "date"),
        *(
            read_only(
                f"Converted{target}Id",
                f"Converted {target} ID",
                "reference",
                length=18,
                reference_to=(target,),
                relationship=f"Converted{target}",
            )
            for target in links
        ),
    )
