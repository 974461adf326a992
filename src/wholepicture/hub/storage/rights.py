"""The rights of the roles at run time on the tables that Django makes; a migration that adds one needs no thought of it."""

from typing import Any

from django.db import connections

_KEPT_BY_THE_APP = ("account", "accounts", "mfa", "socialaccount", "sessions")
"""Apps whose tables the web reads and writes. Everything in `storage` says in its own migration who may what."""
_READ_BY_THE_JOURNEY = ("accounts_agency", "accounts_team")


def grant_rights(*, using: str, **_: Any) -> None:
    """Grant them anew after every migration; for Django's signal `post_migrate`."""
    from django.apps import apps  # noqa: PLC0415 - Django's apps are loaded only now

    tables = [
        model._meta.db_table
        for label in _KEPT_BY_THE_APP
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in sorted(there.intersection(tables)):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"grant select, insert, update, delete on {quoted} to wp_app")
        for table in sorted(there.intersection(("django_content_type", "auth_permission", "django_migrations"))):
            cursor.execute(f"grant select on {connection.ops.quote_name(table)} to wp_app, wp_journey")
        for table in sorted(there.intersection(_READ_BY_THE_JOURNEY)):
            cursor.execute(f"grant select on {connection.ops.quote_name(table)} to wp_journey")
