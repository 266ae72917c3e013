"""Runs, scorings with all that belongs to them, locks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "lock",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=True),
        sa.Column("released", sa.DateTime(), nullable=True),
        sa.Column("released_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_lock"),
    )
    op.create_index("locks_of_a_period", "lock", ["period"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("finished", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("exit_code", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_table(
        "failure",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_failure_run"),
        sa.PrimaryKeyConstraint("run", "place", name="pk_failure"),
    )
    op.create_table(
        "scoring",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("corrections_sha256", sa.Text(), nullable=True),
        sa.Column("definitions", sa.Text(), nullable=False),
        sa.Column("exit_code", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_scoring_run"),
        sa.ForeignKeyConstraint(["supersedes"], ["scoring.number"], name="fk_scoring_supersedes"),
        sa.PrimaryKeyConstraint("number", name="pk_scoring"),
    )
    op.create_index("earlier_of_a_unit", "scoring", ["policy", "unit", "ends"], unique=False)
    op.create_index(
        "one_current_scoring",
        "scoring",
        ["policy", "unit", "period"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "correction",
        sa.Column("scoring", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["scoring"], ["scoring.number"], name="fk_correction_scoring"),
        sa.PrimaryKeyConstraint("scoring", "place", name="pk_correction"),
    )
    op.create_table(
        "filed",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("scoring", sa.Integer(), nullable=True),
        sa.Column("zh", sa.Text(), nullable=True),
        sa.Column("en", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_filed_run"),
        sa.ForeignKeyConstraint(["scoring"], ["scoring.number"], name="fk_filed_scoring"),
        sa.PrimaryKeyConstraint("run", "policy", "unit", "period", name="pk_filed"),
    )
    op.create_table(
        "finding",
        sa.Column("scoring", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("accepted_why", sa.Text(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["scoring"], ["scoring.number"], name="fk_finding_scoring"),
        sa.PrimaryKeyConstraint("scoring", "place", name="pk_finding"),
    )
    op.create_table(
        "indicator",
        sa.Column("scoring", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["scoring"], ["scoring.number"], name="fk_indicator_scoring"),
        sa.PrimaryKeyConstraint("scoring", "place", name="pk_indicator"),
    )
    op.create_index("scorings_of_an_indicator", "indicator", ["indicator", "scoring"], unique=False)
    op.create_table(
        "input",
        sa.Column("scoring", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scoring"], ["scoring.number"], name="fk_input_scoring"),
        sa.PrimaryKeyConstraint("scoring", "place", name="pk_input"),
    )
    op.create_table(
        "issued",
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column("scoring", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lock"], ["lock.number"], name="fk_issued_lock"),
        sa.ForeignKeyConstraint(["scoring"], ["scoring.number"], name="fk_issued_scoring"),
        sa.PrimaryKeyConstraint("lock", "scoring", name="pk_issued"),
    )
    op.create_table(
        "result",
        sa.Column("scoring", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("is_judged", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("numerator", sa.Text(), nullable=True),
        sa.Column("denominator", sa.Text(), nullable=True),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("low", sa.Text(), nullable=True),
        sa.Column("high", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("gap", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["scoring"], ["scoring.number"], name="fk_result_scoring"),
        sa.PrimaryKeyConstraint("scoring", "place", name="pk_result"),
    )
    op.create_table(
        "sheet",
        sa.Column("scoring", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scoring"], ["scoring.number"], name="fk_sheet_scoring"),
        sa.PrimaryKeyConstraint("scoring", "place", name="pk_sheet"),
    )
