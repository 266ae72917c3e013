"""Histories in both kinds of database, and returns to keep in them."""

import pytest
from kept_returns import Office

from healthkpi.history import open_history
from postgresql import MISSING, Server, find_binaries


@pytest.fixture(scope="session")
def postgresql():
    """A server that runs for all the tests."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(MISSING)
    server = Server(binaries)
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    """Where a new history is to be: a file, or an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "history.db")
    return request.getfixturevalue("postgresql").new_database()


@pytest.fixture
def history(where):
    """A history without anything in it."""
    with open_history(where) as made:
        yield made


@pytest.fixture
def office(tmp_path):
    """A bureau whose returns are scored and kept."""
    return Office(tmp_path)
