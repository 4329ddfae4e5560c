"""What holds for the tests of history."""

import pytest

from engine.host.vm import VM


@pytest.fixture(scope="session", autouse=True)
def warmed_up() -> None:
    """The first compilation raises Python's recursion limit, which Hypothesis wants to stay as it is in a test."""
    VM().load(b"", b"=nothing")
