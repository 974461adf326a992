"""What the models cannot say: two tables that nobody can change, and the table that counts attempts."""

from django.db import migrations

KEPT = ("accounts_personevent", "accounts_signinnote")

REFUSE = """
create function accounts_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
"""

# "enable always": it fires also in a session that poses as a replica.
GUARD = """
create trigger keep_rows before update or delete on {0} for each row execute function accounts_refuse_change();
create trigger keep_table before truncate on {0} for each statement execute function accounts_refuse_change();
alter table {0} enable always trigger keep_rows, enable always trigger keep_table;
do $$ begin
  if exists (select from pg_roles where rolname = 'wp_app') then
    revoke update, delete, truncate on {0} from wp_app;
  end if;
end $$;
"""

UNGUARD = """
drop trigger keep_rows on {0};
drop trigger keep_table on {0};
"""

# As Django's createcachetable makes it; here, so that a migrated database is a whole one.
ATTEMPT = """
create table accounts_attempt (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index accounts_attempt_expires on accounts_attempt (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_posts_kept_and_sign_in_noted")]

    operations = [
        migrations.RunSQL(REFUSE, "drop function accounts_refuse_change();"),
        *(migrations.RunSQL(GUARD.format(table), UNGUARD.format(table)) for table in KEPT),
        migrations.RunSQL(ATTEMPT, "drop table accounts_attempt;"),
    ]
