-- What an extract would become is read by whoever imports or approves it, for that purpose and no other.

insert into purpose_way values ('take_in_extract', 'hub_practitioner', ''), ('take_in_extract', 'analyst', '');

create function need_to_know.takes_in() returns boolean language sql stable as $$
    select coalesce(
        (need_to_know.context() ->> 'purpose') = 'take_in_extract' and need_to_know.has_role('hub_practitioner', 'analyst'), false)
$$;

create function need_to_know.may_preview(one import) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select need_to_know.takes_in() and (
        need_to_know.account() in (one.uploaded_by, one.confirmed_by, one.second_by, one.undo_asked_by, one.undone_by)
        or one.state in ('half confirmed', 'undo asked')
        or one.state = 'staged' and need_to_know.needs_two(one))
$$;
comment on function need_to_know.may_preview(import) is
    'Who uploaded it, whoever confirmed or undid it, and while it waits for a second person whoever can be that.';

create function need_to_know.import_preview(it bigint, its_position integer) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
    select case when need_to_know.may_preview(i) then t.preview else '[]' end
    from import i join import_table t on t.import = i.number where i.number = it and t.position = its_position
$$;

revoke select on import_table from wp_app;
grant select (import, position, sheet, encoding, profile, profile_version, profile_title, system, nearest, left_out, columns, rows,
    records, amendments, duplicates, rejected, noticed) on import_table to wp_app;

drop policy of_the_hub on import;
create policy of_the_hub on import for select to wp_app using (
    (select need_to_know.takes_in()) or uploaded_by = (select need_to_know.account()) and (select need_to_know.has_role('hub_practitioner', 'analyst'))
);

create or replace function need_to_know.import_in(it bigint, variadic states text[]) returns import
language plpgsql security definer set search_path = public, pg_temp as $$
declare found_one import;
begin
    perform need_to_know.demand(need_to_know.takes_in(), 'WP404', 'nothing there');
    select * into found_one from import i where i.number = it for update;
    perform need_to_know.demand(found, 'WP404', 'nothing there');
    perform need_to_know.demand(found_one.state = any (states), 'WP409', 'it is ' || found_one.state || ' by now');
    return found_one;
end $$;

create or replace function need_to_know.confirm_import(it bigint) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    one import := need_to_know.import_in(it, 'staged', 'half confirmed');
    then_state text;
begin
    perform need_to_know.demand(need_to_know.may_preview(one), 'WP403', 'whoever uploaded it takes it, or sets it aside');
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

do $$
declare deed regprocedure;
begin
    for deed in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'need_to_know' and p.proname in ('takes_in', 'may_preview', 'import_preview') loop
        execute format('revoke all on function %s from public', deed);
        execute format('grant execute on function %s to wp_app', deed);
    end loop;
end $$;
