"""How Alembic runs the migrations: on the connection that `intake_ai.storage.upgrading` gives it."""

from alembic import context

from intake_ai.storage.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    # the transaction, and the writers' lock, are the caller's
    transactional_ddl=False,
)
context.run_migrations()
