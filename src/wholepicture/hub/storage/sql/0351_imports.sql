-- Extracts that somebody uploads: read and shown first, confirmed by people, then appended; and undone again by two people.

alter table record add column withdrawn_at timestamptz, add column withdrawn_because text not null default '';
comment on column record.withdrawn_at is 'Since when it counts no more: the import that brought it was undone. It is kept.';

create table import_profile (
    number bigint generated always as identity primary key,
    name text not null check (name ~ '^own_[a-z0-9_]+$'),
    version integer not null check (version > 0),
    system text not null check (system !~ '^whole-picture'),
    title text not null,
    content text not null,
    made_by uuid not null,
    made_at timestamptz not null,
    unique (name, version)
);
comment on table import_profile is
    'What the columns of an agency''s extract mean, as somebody here mapped them: TOML as in docs/profiles.md. The latest '
    'version of a name counts, for rows received under an earlier one too.';

create table import (
    number bigint generated always as identity primary key,
    inbox uuid not null unique references inbox,
    file text not null,
    size bigint not null,
    agency text not null,
    uploaded_by uuid not null,
    uploaded_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'unmapped', 'unreadable', 'staged', 'half confirmed',
        'confirmed', 'done', 'undo asked', 'undoing', 'undone', 'set aside', 'stopped')),
    words text not null default '',
    rows bigint not null default 0,
    done bigint not null default 0,
    two_above bigint not null default 0,
    confirmed_by uuid,
    confirmed_at timestamptz,
    second_by uuid,
    second_at timestamptz,
    done_at timestamptz,
    undo_asked_by uuid,
    undo_asked_at timestamptz,
    undo_because text not null default '',
    undone_by uuid,
    undone_at timestamptz,
    set_aside_by uuid,
    set_aside_at timestamptz,
    constraint two_people_confirm check (second_by <> confirmed_by),
    constraint two_people_undo check (undone_by <> undo_asked_by)
);
create index import_by_uploader on import (uploaded_by, uploaded_at);
create index import_to_do on import (number) where state in ('waiting', 'confirmed', 'undoing');

create table import_table (
    import bigint not null references import,
    position integer not null,
    sheet text not null,
    encoding text not null default '',
    profile text not null default '',
    profile_version integer not null default 0,
    profile_title text not null default '',
    system text not null default '',
    nearest text not null default '',
    left_out boolean not null default false,
    columns integer not null default 0,
    rows bigint not null default 0,
    records bigint not null default 0,
    amendments bigint not null default 0,
    duplicates bigint not null default 0,
    rejected bigint not null default 0,
    preview jsonb not null default '[]',
    noticed jsonb not null default '[]',
    primary key (import, position),
    check (rows = records + amendments + duplicates + rejected)
);
comment on constraint import_table_check on import_table is 'Conservation: nothing that stood in the file is in none of these.';

create table import_outline (
    import bigint not null,
    position integer not null,
    headings jsonb not null,
    examples jsonb not null,
    primary key (import, position),
    foreign key (import, position) references import_table
);
comment on table import_outline is 'Headings with values out of the file, for mapping by hand: for whoever uploaded it, nobody else.';

create table import_row (
    import bigint not null,
    position integer not null,
    place bigint not null,
    row bigint not null,
    record text not null,
    arrival text not null check (arrival in ('record', 'amendment', 'duplicate')),
    primary key (import, position, place)
);
create index import_row_of on import_row (record);

create table import_rejected (
    import bigint not null,
    position integer not null,
    place bigint not null,
    row bigint not null,
    column_name text not null,
    wrong text not null,
    instead text not null,
    cells jsonb not null,
    primary key (import, position, place)
);

do $$
declare kept text;
begin
    create trigger import_profile_never_changes before update or delete or truncate on import_profile
        for each statement execute function refuse_change();
    alter table import_profile enable always trigger import_profile_never_changes;
    foreach kept in array array['import', 'import_table', 'import_outline', 'import_row', 'import_rejected', 'import_profile'] loop
        execute format('revoke all on %I from public', kept);
        execute format('alter table %I enable row level security', kept);
        execute format('alter table %I force row level security', kept);
        execute format('create policy owned on %I to current_user using (true) with check (true)', kept);
        execute format('create policy journey on %I to wp_journey using (true) with check (true)', kept);
    end loop;
    foreach kept in array array['import_table', 'import_outline', 'import_row', 'import_rejected'] loop
        execute format('grant select, insert, update, delete on %I to wp_journey', kept);
    end loop;
end $$;
grant select on import, import_table, import_outline, import_rejected, import_profile to wp_app;
grant select, insert on import to wp_journey;
grant update (state, words, rows, done, two_above, done_at) on import to wp_journey;
grant select on import_profile to wp_journey;
grant select on sealed_record to wp_journey;

create policy of_the_hub on import for select to wp_app using (
    (select need_to_know.has_role('hub_practitioner', 'analyst')) or uploaded_by = (select need_to_know.account())
);
create policy of_the_hub on import_table for select to wp_app using (
    exists (select from import i where i.number = import_table.import)
);
create policy of_the_hub on import_profile for select to wp_app using (
    (select need_to_know.has_role('hub_practitioner', 'analyst'))
);
-- What stands in a file word for word is for whoever brought it, and for nobody else: it may speak of somebody sealed.
create policy own on import_outline for select to wp_app using (
    exists (select from import i where i.number = import_outline.import and i.uploaded_by = (select need_to_know.account()))
);
create policy own on import_rejected for select to wp_app using (
    exists (select from import i where i.number = import_rejected.import and i.uploaded_by = (select need_to_know.account()))
);

-- What people do with them ------------------------------------------------------------------------------------------------

create function need_to_know.import_in(it bigint, variadic states text[]) returns import
language plpgsql security definer set search_path = public, pg_temp as $$
declare found_one import;
begin
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner', 'analyst'), 'WP404', 'nothing there');
    select * into found_one from import i where i.number = it for update;
    perform need_to_know.demand(found, 'WP404', 'nothing there');
    perform need_to_know.demand(found_one.state = any (states), 'WP409', 'it is ' || found_one.state || ' by now');
    return found_one;
end $$;

create function need_to_know.begin_import(its_inbox uuid, its_file text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare made bigint;
begin
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner', 'analyst'), 'WP404', 'nothing there');
    insert into import (inbox, file, size, agency, uploaded_by, uploaded_at)
    select i.id, its_file, octet_length(i.body), i.agency, i.by_account, i.received_at from inbox i
    where i.id = its_inbox and i.channel = 'upload' and i.by_account = need_to_know.account()
    on conflict (inbox) do nothing;
    select i.number into made from import i where i.inbox = its_inbox and i.uploaded_by = need_to_know.account();
    perform need_to_know.demand(made is not null, 'WP404', 'nothing there');
    perform pg_notify('import', made::text);
    return made;
end $$;

create function need_to_know.keep_profile(its_name text, its_system text, its_title text, its_content text) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare made integer;
begin
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner', 'analyst'), 'WP404', 'nothing there');
    perform pg_advisory_xact_lock(7023011);
    select p.version into made from import_profile p where p.name = its_name and p.content = its_content
        and p.version = (select max(l.version) from import_profile l where l.name = its_name);
    if found then
        return made;
    end if;
    -- The system stands before the reference of every record: it stays what it was, and is nobody else's.
    perform need_to_know.demand(not exists (
        select from import_profile p where (p.name = its_name) <> (p.system = its_system)), 'WP409', 'another extract is called so');
    insert into import_profile (name, version, system, title, content, made_by, made_at)
    select its_name, coalesce(max(p.version), 0) + 1, its_system, its_title, its_content, need_to_know.account(), need_to_know.at()
    from import_profile p where p.name = its_name
    returning version into made;
    return made;
end $$;

create function need_to_know.decide_table(it bigint, its_position integer, its_profile text, its_version integer, leave boolean)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare one import := need_to_know.import_in(it, 'unmapped', 'staged');
begin
    perform need_to_know.demand(one.uploaded_by = need_to_know.account(), 'WP403', 'whoever uploaded it says what it means');
    update import_table t set profile = its_profile, profile_version = its_version, left_out = leave
    where t.import = it and t.position = its_position;
    perform need_to_know.demand(found, 'WP404', 'nothing there');
    if exists (select from import_table t where t.import = it and t.profile = '' and not t.left_out) then
        update import i set state = 'unmapped' where i.number = it;
    else
        update import i set state = 'waiting', words = '' where i.number = it;
        perform pg_notify('import', it::text);
    end if;
end $$;

create function need_to_know.needs_two(one import) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select one.rows + coalesce((
        select sum(i.rows) from import i
        where i.number <> one.number and i.uploaded_by = one.uploaded_by and i.confirmed_at > need_to_know.at() - interval '24 hours'
          and i.state in ('confirmed', 'done', 'undo asked', 'undoing')), 0) > one.two_above
$$;

create function need_to_know.confirm_import(it bigint) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    one import := need_to_know.import_in(it, 'staged', 'half confirmed');
    then_state text;
begin
    if one.state = 'half confirmed' then
        perform need_to_know.demand(one.confirmed_by <> need_to_know.account(), 'WP403', 'a second person has to confirm it');
        then_state := 'confirmed';
        update import i set state = then_state, second_by = need_to_know.account(), second_at = need_to_know.at(), done = 0
        where i.number = it;
    else
        then_state := case when need_to_know.needs_two(one) then 'half confirmed' else 'confirmed' end;
        update import i set state = then_state, confirmed_by = need_to_know.account(), confirmed_at = need_to_know.at(), done = 0
        where i.number = it;
    end if;
    perform pg_notify('import', it::text);
    return then_state;
end $$;

create function need_to_know.set_import_aside(it bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare one import := need_to_know.import_in(it, 'unmapped', 'unreadable', 'staged', 'half confirmed');
begin
    update import i set state = 'set aside', set_aside_by = need_to_know.account(), set_aside_at = need_to_know.at()
    where i.number = it;
    delete from import_outline o where o.import = it;
    delete from import_rejected r where r.import = it;
    delete from import_row r where r.import = it;
    update import_table t set preview = '[]' where t.import = it;
end $$;

create function need_to_know.ask_to_undo_import(it bigint, why text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare one import := need_to_know.import_in(it, 'done');
begin
    perform need_to_know.demand(btrim(why) <> '', 'WP403', 'say why');
    update import i set state = 'undo asked', undo_asked_by = need_to_know.account(), undo_asked_at = need_to_know.at(),
        undo_because = why
    where i.number = it;
end $$;

create function need_to_know.answer_undo(it bigint, agreed boolean) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare one import := need_to_know.import_in(it, 'undo asked');
begin
    perform need_to_know.demand(not agreed or one.undo_asked_by <> need_to_know.account(), 'WP403', 'a second person has to agree');
    if agreed then
        update import i set state = 'undoing', undone_by = need_to_know.account(), undone_at = need_to_know.at(), done = 0
        where i.number = it;
        perform pg_notify('import', it::text);
    else
        update import i set state = 'done', undo_asked_by = null, undo_asked_at = null, undo_because = '' where i.number = it;
    end if;
end $$;

do $$
declare deed regprocedure;
begin
    for deed in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'need_to_know' and p.proname in ('import_in', 'begin_import', 'keep_profile', 'decide_table', 'needs_two',
            'confirm_import', 'set_import_aside', 'ask_to_undo_import', 'answer_undo') loop
        execute format('revoke all on function %s from public', deed);
        execute format('grant execute on function %s to wp_app', deed);
    end loop;
end $$;
