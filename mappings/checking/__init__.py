"""What is wrong with a mapping's rules, before a lead meets them. Pure.

A wrong rule is refused when it is saved: the field is named, and what may be meant is said.
"""

from .asking import check_field, check_for, check_rules, sound
from .problems import RuleProblem

__all__ = ["RuleProblem", "check_field", "check_for", "check_rules", "sound"]
