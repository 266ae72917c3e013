"""healthkpi.toml: what stands in it is taken as written, or refused in a sentence."""

import pytest

from healthkpi.cli._settings import read_settings
from healthkpi.errors import UsageError


def test_tables_of_notices_are_handed_on_as_written(tmp_path):
    (tmp_path / "healthkpi.toml").write_text('[notices.mail]\nchannel = "smtp"\nport = 465\n', "utf-8")
    assert read_settings(tmp_path).notices == {"mail": {"channel": "smtp", "port": 465}}


@pytest.mark.parametrize("words", ['notices = ["mail"]', '[notices]\nmail = "smtp"'])
def test_notices_that_are_no_tables_are_refused_with_the_way_to_write_them(tmp_path, words):
    (tmp_path / "healthkpi.toml").write_text(words, "utf-8")
    with pytest.raises(UsageError, match=r"\[notices\.NAME\]"):
        read_settings(tmp_path)
