"""What holds for every test: which form of the engine is tested, and how Hypothesis searches."""

import gc
import os
import signal
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=int(os.environ.get("MOONWALK_FUZZ_EXAMPLES", "2000")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as of what a shell runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

COLLECT_EVERY: Final = 25
"""Tests between two collections of Python's garbage: a session that is over holds a large ring in a cycle."""

THRESHOLDS: Final = gc.get_threshold()
tests_run = 0


def pytest_runtest_teardown() -> None:
    """Free what ended sessions hold, and undo what commands that ran in this process told Python's collector."""
    global tests_run
    tests_run += 1
    if tests_run % COLLECT_EVERY == 0:
        gc.unfreeze()
        gc.set_threshold(*THRESHOLDS)
        gc.collect()


def engine_is_compiled() -> bool:
    from engine.build_info import SUFFIX
    from engine.runtime import values

    assert values.__file__ is not None
    return values.__file__.endswith(SUFFIX)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to test another form of the engine than the one that MOONWALK_EXPECT_COMPILED names (1 or 0)."""
    expected = os.environ.get("MOONWALK_EXPECT_COMPILED")
    if expected and engine_is_compiled() != (expected == "1"):
        found = "compiled" if engine_is_compiled() else "interpreted"
        raise pytest.UsageError(f"MOONWALK_EXPECT_COMPILED={expected}, but the engine is {found}")


def pytest_report_header(config: pytest.Config) -> str:
    return f"engine: {'compiled' if engine_is_compiled() else 'interpreted'}"
