"""A world as a scenario wants it."""

from __future__ import annotations

from mappings.rules import ByEmail

from .sizes import Sizes
from .world import World


def open_world(sizes: Sizes) -> World:
    """A fresh tenant; in mode "b" its org has no field for a key, and its leads none."""
    world = World.open()
    world.tune(streams=sizes.streams)
    if sizes.mode == "b":
        world.agree(external_id_field="", contact_external_id_field="", match=(ByEmail(),))
    return world
