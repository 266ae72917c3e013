"""The tables of the history. What stands in a row of a scoring is never changed, but for `is_current`.

Numbers are the text of the document: a float would lose what was compared exactly.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    text,
)

# The last revision under migrations/versions; a test holds them together.
HEAD = "0001"


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, in a column that knows no zones: SQLite has none to keep."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Into the column."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Out of it."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_scoring() -> tuple[Column[int], Column[int]]:
    """The key of what a scoring has many of, in their order."""
    return (
        Column("scoring", Integer, ForeignKey("scoring.number"), primary_key=True),
        Column("place", Integer, primary_key=True, autoincrement=False),
    )


run = Table(
    "run",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started", Moment, nullable=False),
    Column("finished", Moment, nullable=False),
    Column("version", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    Column("exit_code", Integer, nullable=False),
)

failure = Table(
    "failure",
    metadata,
    Column("run", Text, ForeignKey("run.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
)

scoring = Table(
    "scoring",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("run", Text, ForeignKey("run.id"), nullable=False),
    Column("policy", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("starts", Date),
    Column("ends", Date),
    Column("fingerprint", Text, nullable=False),
    Column("corrections_sha256", Text),
    Column("definitions", Text, nullable=False),
    Column("exit_code", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("supersedes", Integer, ForeignKey("scoring.number")),
    Column("document", LargeBinary, nullable=False),
)
# Held by the database itself: whatever programs do, a return has one scoring that counts.
Index(
    "one_current_scoring",
    scoring.c.policy,
    scoring.c.unit,
    scoring.c.period,
    unique=True,
    sqlite_where=text("is_current"),
    postgresql_where=text("is_current"),
)
Index("earlier_of_a_unit", scoring.c.policy, scoring.c.unit, scoring.c.ends)

filed = Table(
    "filed",
    metadata,
    Column("run", Text, ForeignKey("run.id"), primary_key=True),
    Column("policy", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("scoring", Integer, ForeignKey("scoring.number")),
    Column("zh", Text),
    Column("en", Text),
)

input_ = Table(
    "input",
    metadata,
    *_of_scoring(),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("left_out", Integer, nullable=False),
)

indicator = Table(
    "indicator",
    metadata,
    *_of_scoring(),
    Column("indicator", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("starts", Date),
    Column("ends", Date),
    Column("verdict", Text, nullable=False),
)
Index("scorings_of_an_indicator", indicator.c.indicator, indicator.c.scoring)

result = Table(
    "result",
    metadata,
    *_of_scoring(),
    Column("indicator", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("is_judged", Boolean, nullable=False),
    Column("status", Text, nullable=False),
    Column("value", Text),
    Column("numerator", Text),
    Column("denominator", Text),
    Column("judgement", Text, nullable=False),
    Column("reached", Boolean),
    Column("target", Text),
    Column("low", Text),
    Column("high", Text),
    Column("due", Date),
    Column("gap", Text),
)

finding = Table(
    "finding",
    metadata,
    *_of_scoring(),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("file", Text),
    Column("sheet", Text),
    Column("cell", Text),
    Column("unit", Text),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("accepted_by", Text),
    Column("accepted_why", Text),
    Column("accepted_on", Date),
)

correction = Table(
    "correction",
    metadata,
    *_of_scoring(),
    Column("row", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sheet", Text),
    Column("cell", Text),
    Column("unit", Text),
    Column("field", Text),
    Column("old", Text),
    Column("new", Text),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("dated", Date, nullable=False),
)

sheet = Table(
    "sheet",
    metadata,
    *_of_scoring(),
    Column("table", Text, nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("figures", LargeBinary, nullable=False),
)

lock = Table(
    "lock",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("period", Text, nullable=False),
    Column("policy", Text),
    Column("unit", Text),
    Column("by", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("why", Text, nullable=False),
    Column("released_by", Text),
    Column("released", Moment),
    Column("released_why", Text),
)
Index("locks_of_a_period", lock.c.period)

issued = Table(
    "issued",
    metadata,
    Column("lock", Integer, ForeignKey("lock.number"), primary_key=True),
    Column("scoring", Integer, ForeignKey("scoring.number"), primary_key=True),
)
