"""What changed in an org between two looks, and what it means for the mappings. Pure."""

from .comparing import compare
from .effects import Effect, effect, fails, touches
from .kinds import Change, ChangeKind

__all__ = ["Change", "ChangeKind", "Effect", "compare", "effect", "fails", "touches"]
