"""Where a history can be, and what is said where it cannot: one plain sentence, never a password."""

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from kept_returns import key, of_unit
from sqlalchemy import create_engine, text

from healthkpi.errors import UsageError
from healthkpi.history import open_history


def refused(where, **more):
    with pytest.raises(UsageError) as caught:
        open_history(where, **more).close()
    said = caught.value.message
    assert "\n" not in said.zh + said.en
    assert "s3cret" not in said.zh + said.en
    return said.en


def test_a_file_is_made_by_its_name_and_opened_again_by_its_url(tmp_path, office):
    path = tmp_path / "历史 100%.db"
    with open_history(path) as history:
        history.record(office.run(office.scored(office.month(9))))

    with open_history(f"sqlite:///{path}", create=False) as history:
        assert history.current(key()) is not None


def test_only_to_look_no_history_is_made(tmp_path):
    said = refused(tmp_path / "history.db", create=False)

    assert "there is no history" in said
    assert not (tmp_path / "history.db").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert "no such folder" in refused(tmp_path / "nowhere" / "history.db")


def test_a_folder_is_no_file(tmp_path):
    assert "cannot be opened" in refused(tmp_path)


def test_a_file_of_something_else_is_left_as_it_is(tmp_path):
    path = tmp_path / "九月.xlsx"
    path.write_bytes(b"PK\x03\x04 a workbook" * 200)

    assert "is no history of healthkpi" in refused(path)
    assert path.read_bytes().startswith(b"PK")


def test_a_database_of_another_program_is_left_as_it_is(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmark (id INTEGER)")

    assert "is no history of healthkpi" in refused(path)


def test_a_history_that_was_cut_short_is_damaged(tmp_path, office):
    path = tmp_path / "history.db"
    with open_history(path) as history:
        history.record(office.run(office.scored(office.month(9))))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(UsageError, match="damaged"), open_history(path) as history:
        history.record(office.run(office.scored(office.month(8))))


def test_an_older_version_does_not_touch_a_newer_history(where):
    open_history(where).close()
    change(where, "UPDATE healthkpi_history SET version_num = '9999'")

    assert "later version of healthkpi" in refused(where)


def change(where, statement):
    with open_history(where) as history, history._where.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="rights of this kind are those of POSIX")
def test_a_history_that_may_only_be_read_can_be_read_and_says_so_when_it_is_to_be_written(office, for_all):
    path = for_all / "history.db"
    with open_history(path) as history:
        history.record(office.run(office.scored(office.month(9))))
    run = office.run(office.scored(office.month(8)))
    path.chmod(0o444)
    for_all.chmod(0o555)

    # Who is root may write anything.
    said = in_a_process_without_rights(lambda: _read_and_record(path, run))

    assert said[0] == "plan 某区 2018-09"
    assert "cannot be written (read-only" in said[1]


@pytest.fixture
def for_all():
    """A folder that everybody may look into; those of pytest are for their owner only."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def _read_and_record(path, run):
    with open_history(path, create=False) as history:
        yield str(history.current(key()).key)
        try:
            history.record(run)
        except UsageError as error:
            yield error.message.en


def in_a_process_without_rights(work):
    """What a function yields in a child that is nobody."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            with os.fdopen(write, "w", encoding="utf-8") as said:
                said.write("\n".join(work()))
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as said:
        lines = said.read().split("\n")
    os.waitpid(child, 0)
    return lines


@pytest.mark.parametrize("where", ["mysql://root:s3cret@host/db", "postgres ql://x", "http://host/x"])
def test_other_databases_are_refused_with_what_to_write(where):
    assert "postgresql://" in refused(where)


def test_an_address_that_cannot_be_read_is_refused_without_its_password():
    assert "postgresql://user@host/database" in refused("postgresql://u:s3cret@host:port/db")


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path):
    said = refused(f"postgresql://officer:s3cret@/db?host={tmp_path}")

    assert "cannot be reached" in said


def test_a_wrong_password_is_told_and_not_shown(postgresql):
    where = postgresql.new_database(password="s3cret-but-wrong")

    assert "password are wrong" in refused(where)


def test_a_database_that_is_not_there_is_told(postgresql):
    assert "no such database" in refused(postgresql.url("nowhere"))


def test_the_name_of_a_history_has_no_password(postgresql):
    with open_history(postgresql.new_database() + "&password=s3cret") as history:
        assert "s3cret" not in history.name
        assert history.name.startswith("postgresql://")


def test_a_history_may_share_a_database_with_other_tables(postgresql, office):
    where = postgresql.new_database()
    engine = create_engine(where.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
    engine.dispose()

    with open_history(where) as history:
        history.record(office.run(office.scored(office.month(9))))
        assert history.current(key()) is not None


def test_without_the_driver_the_remedy_is_said(monkeypatch):
    monkeypatch.setattr("healthkpi.history._where.load_extra", lambda _name: None)

    assert refused("postgresql://host/db") == "a history in PostgreSQL needs: pip install healthkpi[postgres]"


def test_a_server_that_goes_away_is_one_sentence_and_the_run_can_be_recorded_afterwards(postgresql, office):
    run = office.run(office.scored(office.month(9)))
    with open_history(postgresql.new_database()) as history:
        postgresql.stop()
        try:
            with pytest.raises(UsageError, match="cannot be reached") as caught:
                history.record(run)
        finally:
            postgresql.start()
        assert "s3cret" not in str(caught.value)

        history.record(run)
        assert history.current(key()).run == run.id


def test_a_server_that_goes_away_in_the_middle_leaves_nothing_of_the_run(postgresql, office, monkeypatch):
    from healthkpi.history import _record

    scored, where = office.scored(office.month(9)), postgresql.new_database()
    whole = _record.rows_of

    def stopped_in_the_middle(scored):
        postgresql.stop()
        return whole(scored)

    with open_history(where) as history:
        monkeypatch.setattr(_record, "rows_of", stopped_in_the_middle)
        try:
            with pytest.raises(UsageError, match="cannot be reached"):
                history.record(office.run(scored))
        finally:
            monkeypatch.undo()
            postgresql.start()
        assert history.current(key()) is None


def test_a_disk_that_is_full_is_told_and_what_was_kept_is_there(tmp_path, office):
    path = tmp_path / "history.db"
    with open_history(path) as history:
        history.record(office.run(office.scored(office.month(8))))
        scored = office.scored(office.month(9))
        many = [of_unit(scored, f"乡{number}") for number in range(100)]
        with history._where.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        from sqlalchemy import event

        event.listen(
            history._where.engine,
            "begin",
            lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}"),
            insert=True,
        )
        with pytest.raises(UsageError, match=r"disk of the history .* is full"):
            history.record(office.run(*many))
        assert history.current(key("2018-08")) is not None
        assert history.current(many[0].key) is None


def test_a_copy_of_the_file_is_a_backup(tmp_path, office):
    path = tmp_path / "history.db"
    with open_history(path) as history:
        history.record(office.run(office.scored(office.month(9))))
        shutil.copy(path, tmp_path / "backup.db")

    with open_history(tmp_path / "backup.db", create=False) as backup:
        assert backup.current(key()) is not None
