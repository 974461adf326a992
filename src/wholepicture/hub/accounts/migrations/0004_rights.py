"""What the application's role may do with the tables of people and sign-in: no deleting of people, no changing of notes."""

from django.db import migrations

CHANGED = "accounts_account accounts_agency accounts_team accounts_post accounts_management accounts_proposal accounts_setuplink accounts_agencytoken"  # fmt: skip
KEPT = "accounts_personevent accounts_signinnote"
FREE = "accounts_attempt django_session mfa_authenticator account_emailaddress socialaccount_socialaccount"
READ = "django_content_type account_emailconfirmation socialaccount_socialapp socialaccount_socialtoken"
FOR_THE_JOURNEY = "accounts_account accounts_agency accounts_team accounts_post accounts_management"

GRANT = """
do $$ begin
  if exists (select from pg_roles where rolname = '{role}') then
    grant {rights} on {tables} to {role};
  end if;
end $$;
"""


def grant(role, rights, names):
    return migrations.RunSQL(GRANT.format(role=role, rights=rights, tables=", ".join(names.split())), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_append_only_and_attempts"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        grant("wp_app", "select, insert, update", CHANGED),
        grant("wp_app", "select, insert", KEPT),
        grant("wp_app", "select, insert, update, delete", FREE),
        grant("wp_app", "select", READ),
        grant("wp_journey", "select", FOR_THE_JOURNEY),
    ]
