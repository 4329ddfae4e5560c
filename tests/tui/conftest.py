"""The programs are named as a user in the repository would name them, whatever the tests are run from."""

import pytest
from debugging import ROOT


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
