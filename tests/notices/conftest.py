"""What the tests of channels start from."""

import pytest

from notices.runs import FINISHED, SHORT, document_of, failed, run_of, scored
from notices.servers import certificate_in


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """The servers are on this computer, whatever the network of it is like."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """An authority that no computer knows."""
    return certificate_in(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def notice(tmp_path_factory):
    """44.5 % of 50 %, and a file that could not be read."""
    from healthkpi.notices import notice_of

    document = document_of(tmp_path_factory.mktemp("return"), SHORT)
    return notice_of(run_of(scored(document), failed=(failed(),)), {}, "https://kpi.example.cn/结果/")


@pytest.fixture
def notice_to_try():
    from healthkpi.notices import test_notice

    return test_notice("test", FINISHED)
