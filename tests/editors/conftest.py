"""What the tests with real clients share."""

from pathlib import Path

import pytest

from tests.installed_editors import write_command


@pytest.fixture(scope="session")
def moonwalk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command."""
    return write_command(tmp_path_factory.mktemp("command") / "moonwalk")
