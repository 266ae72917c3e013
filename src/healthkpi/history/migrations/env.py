"""What Alembic runs: the revisions, on the connection that the history has open, within its transaction."""

from alembic import context

from healthkpi.history._tables import metadata

_attributes = context.config.attributes
context.configure(
    connection=_attributes["connection"],
    target_metadata=metadata,
    version_table=_attributes["version_table"],
    transactional_ddl=False,
)
context.run_migrations()
