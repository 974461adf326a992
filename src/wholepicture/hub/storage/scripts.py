"""SQL files that migrations run."""

from importlib import resources

from django.db import migrations


def run_script(name: str) -> migrations.RunSQL:
    """The migration step that runs one file of `storage/sql`. Facts never leave, so there is no way back."""
    return migrations.RunSQL((resources.files(__package__) / "sql" / name).read_text(encoding="utf-8"))
