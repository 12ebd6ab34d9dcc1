"""The mapping helper: from one sample payload to proposed field mappings. Pure.

``recognise`` tells the kind of source, ``suggest`` proposes rules for the org's fields.
"""

from .kinds import recognise
from .suggestions import suggest
from .values import Kind, Loose, Open, Suggested, Suggestion

__all__ = ["Kind", "Loose", "Open", "Suggested", "Suggestion", "recognise", "suggest"]
