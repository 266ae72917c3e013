"""The tables of a history: made and changed by revisions, and always those that the code reads."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from kept_returns import key
from sqlalchemy import inspect, text

import healthkpi.history._schema as schema
from healthkpi.history import open_history
from healthkpi.history._tables import HEAD, metadata
from healthkpi.history._where import find_where


def scripts():
    config = Config()
    config.set_main_option("script_location", str(schema.Path(schema.__file__).parent / "migrations"))
    return ScriptDirectory.from_config(config)


def test_the_code_knows_the_last_revision():
    assert scripts().get_heads() == [HEAD]


def test_the_revisions_make_the_tables_that_the_code_reads(upgraded):
    with upgraded.reading() as connection:
        options = {"version_table": schema.VERSION_TABLE, "compare_type": True}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    assert found == []


def test_a_new_history_is_what_all_revisions_come_to(upgraded, where):
    with upgraded.writing() as connection:
        by_revisions = described(connection)
        metadata.drop_all(connection)
        connection.execute(text(f"DROP TABLE {schema.VERSION_TABLE}"))

    with open_history(where) as history, history._where.reading() as connection:
        assert described(connection) == by_revisions


@pytest.fixture
def upgraded(where):
    """A history made by the revisions, one after the other."""
    found = find_where(where)
    with found.writing() as connection:
        schema.upgrade(connection, found)
    yield found
    found.engine.dispose()


def described(connection):
    """Every table with all that a database tells of it, and the version that is written down."""
    of = inspect(connection)
    tables = {
        name: (
            [{**column, "type": str(column["type"])} for column in of.get_columns(name)],
            of.get_pk_constraint(name),
            sorted(of.get_foreign_keys(name), key=str),
            sorted((index["name"], index["column_names"], index["unique"]) for index in of.get_indexes(name)),
            of.get_unique_constraints(name),
            of.get_check_constraints(name),
        )
        for name in of.get_table_names()
    }
    statements = (
        "SELECT sql FROM sqlite_master"
        if connection.dialect.name == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    version = connection.execute(text(f"SELECT version_num FROM {schema.VERSION_TABLE}")).scalar_one()
    return tables, sorted(connection.execute(text(statements)).scalars(), key=str), version


def test_a_history_of_every_older_revision_is_brought_up_and_keeps_its_rows(where):
    for revision in reversed([*scripts().walk_revisions()]):
        found = find_where(where)
        with found.writing() as connection:
            schema.upgrade(connection, found, revision.revision)
            if revision.down_revision is None:
                connection.execute(
                    text(
                        "INSERT INTO run (id, started, finished, version, arguments, exit_code) VALUES "
                        "('r', '2018-10-08 22:00:00', '2018-10-08 22:00:30', '0.1.0', '{}', 0)"
                    )
                )
        found.engine.dispose()

    with open_history(where) as history, history._where.reading() as connection:
        assert connection.execute(text("SELECT id FROM run")).scalar_one() == "r"


def test_tables_that_are_half_made_are_not_left_behind(where):
    found = find_where(where)
    with found.reading() as connection:
        before = inspect(connection).get_table_names()

    with pytest.raises(KeyboardInterrupt):
        _interrupted(found)

    with found.reading() as connection:
        assert inspect(connection).get_table_names() == before
    found.engine.dispose()


def _interrupted(found):
    with found.writing() as connection:
        schema.upgrade(connection, found)
        raise KeyboardInterrupt


def test_a_history_that_is_new_or_up_to_date_is_opened_without_alembic(tmp_path, office):
    import subprocess
    import sys

    path = tmp_path / "history.db"
    with open_history(path) as history:
        history.record(office.run(office.scored(office.month(9))))
    program = (
        "import sys; from healthkpi.history import open_history; [*map(open_history, sys.argv[1:])]; "
        "print('alembic' in sys.modules)"
    )
    opened = [sys.executable, "-c", program, path, tmp_path / "new.db"]

    ended = subprocess.run(opened, capture_output=True, text=True, check=True)

    assert ended.stdout.strip() == "False"
    with open_history(path) as history:
        assert history.current(key()) is not None
