"""What would happen, without writing: plans for leads, and the rule time machine."""

from .making import Item, Plan, plan_leads

__all__ = ["Item", "Plan", "plan_leads"]
