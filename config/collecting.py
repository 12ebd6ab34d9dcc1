"""Python's garbage collector, told about processes that live long and make much at once.

A batch makes a hundred thousand small values that die together. With Python's usual threshold
the collector walks through them hundreds of times, and each time through all that Django loaded
at the start: a quarter of a worker's time.
"""

from __future__ import annotations

import gc

# New values between two looks at the young ones; and looks at them before one at the old.
YOUNG, MIDDLE, OLD = 20_000, 10, 10


def settle() -> None:
    """What is loaded by now stays for good and is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
