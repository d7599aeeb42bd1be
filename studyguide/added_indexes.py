"""Indexes that are added while an older release goes on serving."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddIndex
from django.db.migrations.state import ProjectState


class AddIndexWhileServing(AddIndex):
    """On PostgreSQL nobody who writes waits for it; its migration has to be `atomic = False`.

    Django's own AddIndexConcurrently imports Psycopg, and runs on PostgreSQL only.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model: Any = to_state.apps.get_model(app_label, self.model_name)
        editor: Any = schema_editor
        name = editor.quote_name(self.index.name)
        editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # what is left of one that was interrupted
        editor.add_index(model, self.index, concurrently=True)
