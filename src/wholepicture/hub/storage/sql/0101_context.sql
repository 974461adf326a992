-- Whom a transaction acts for: said by the application, signed, and believed only while it is fresh.

create schema need_to_know;
grant usage on schema need_to_know to wp_app, wp_journey;

create table context_key (
    number integer generated always as identity primary key,
    inner_pad bytea not null check (octet_length(inner_pad) = 64),
    outer_pad bytea not null check (octet_length(outer_pad) = 64),
    kept_at timestamptz not null default now()
);
revoke all on context_key from public, wp_app, wp_journey;
comment on table context_key is
    'The key that signs contexts, as the two pads of HMAC-SHA256. Only the owner reads it. Two rows while a key is changed.';

create function need_to_know.context() returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    -- After a transaction that set it, the setting reads back as the empty text.
    given text := nullif(current_setting('app.context', true), '');
    said text;
    read jsonb;
begin
    if given is null then
        return null;
    end if;
    said := left(given, -65);
    if length(given) < 66 or substr(given, length(given) - 64, 1) <> '.' or not exists (
        select from context_key k
        where encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(said, 'UTF8'))), 'hex') = right(given, 64)
    ) then
        raise exception 'forged context' using errcode = 'WP101';
    end if;
    read := said::jsonb;
    if (read ->> 'until')::timestamptz <= clock_timestamp() then
        raise exception 'expired context' using errcode = 'WP102';
    end if;
    return read;
end $$;

create function need_to_know.account() returns uuid language sql stable as $$
    select (need_to_know.context() ->> 'account')::uuid
$$;

create function need_to_know.at() returns timestamptz language sql stable as $$
    select (need_to_know.context() ->> 'at')::timestamptz
$$;

create table purpose_way (
    purpose text not null,
    role text not null,
    way text not null,
    primary key (purpose, role, way)
);
comment on table purpose_way is
    'What each purpose opens to each role: need_to_know/purposes.py as rows. A role that may state a purpose that opens '
    'nothing has a row with the empty way. A test holds the two together.';
insert into purpose_way values
    ('follow_own', 'front_line', 'raised'),
    ('follow_own', 'hub_practitioner', 'raised'),
    ('follow_own', 'analyst', 'raised'),
    ('follow_own', 'manager', 'raised'),
    ('direct_work', 'front_line', 'raised'),
    ('direct_work', 'front_line', 'relation'),
    ('direct_work', 'hub_practitioner', 'raised'),
    ('direct_work', 'hub_practitioner', 'relation'),
    ('direct_work', 'manager', 'raised'),
    ('direct_work', 'manager', 'relation'),
    ('deal_with_concern', 'hub_practitioner', 'hub'),
    ('deal_with_concern', 'hub_practitioner', 'raised'),
    ('deal_with_concern', 'hub_practitioner', 'relation'),
    ('review_links', 'hub_practitioner', 'hub'),
    ('review_links', 'hub_practitioner', 'raised'),
    ('review_links', 'hub_practitioner', 'relation'),
    ('review_links', 'analyst', 'finding'),
    ('review_links', 'analyst', 'raised'),
    ('review_links', 'analyst', 'relation'),
    ('work_on_finding', 'hub_practitioner', 'hub'),
    ('work_on_finding', 'hub_practitioner', 'raised'),
    ('work_on_finding', 'hub_practitioner', 'relation'),
    ('work_on_finding', 'analyst', 'finding'),
    ('work_on_finding', 'analyst', 'raised'),
    ('work_on_finding', 'analyst', 'relation'),
    ('prepare_meeting', 'front_line', 'raised'),
    ('prepare_meeting', 'front_line', 'relation'),
    ('prepare_meeting', 'hub_practitioner', 'hub'),
    ('prepare_meeting', 'hub_practitioner', 'raised'),
    ('prepare_meeting', 'hub_practitioner', 'relation'),
    ('prepare_meeting', 'manager', 'raised'),
    ('prepare_meeting', 'manager', 'relation'),
    ('prepare_meeting', 'manager', 'team'),
    ('put_right', 'hub_practitioner', 'hub'),
    ('put_right', 'hub_practitioner', 'raised'),
    ('put_right', 'hub_practitioner', 'relation'),
    ('put_right', 'manager', 'raised'),
    ('put_right', 'manager', 'relation'),
    ('put_right', 'manager', 'team'),
    ('oversee_team', 'manager', 'raised'),
    ('oversee_team', 'manager', 'relation'),
    ('oversee_team', 'manager', 'team'),
    ('immediate_danger', 'front_line', 'break glass'),
    ('immediate_danger', 'front_line', 'raised'),
    ('immediate_danger', 'front_line', 'relation'),
    ('immediate_danger', 'hub_practitioner', 'break glass'),
    ('immediate_danger', 'hub_practitioner', 'hub'),
    ('immediate_danger', 'hub_practitioner', 'raised'),
    ('immediate_danger', 'hub_practitioner', 'relation'),
    ('immediate_danger', 'analyst', 'break glass'),
    ('immediate_danger', 'analyst', 'finding'),
    ('immediate_danger', 'analyst', 'raised'),
    ('immediate_danger', 'analyst', 'relation'),
    ('immediate_danger', 'manager', 'break glass'),
    ('immediate_danger', 'manager', 'raised'),
    ('immediate_danger', 'manager', 'relation'),
    ('immediate_danger', 'manager', 'team'),
    ('scrutinise', 'scrutineer', 'scrutiny'),
    ('review_access', 'scrutineer', 'scrutiny'),
    ('review_access', 'manager', 'team'),
    ('review_break_glass', 'scrutineer', ''),
    ('review_break_glass', 'manager', ''),
    ('oversee_partnership', 'executive', 'unnamed'),
    ('open_identity', 'custodian', '');
revoke all on purpose_way from public, wp_app, wp_journey;
grant select on purpose_way to wp_app;

create function need_to_know.opens(variadic ways text[]) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    with said as (select need_to_know.context() as c),
         post as (select p ->> 'role' as role from said, jsonb_array_elements(said.c -> 'posts') as p)
    select not exists (select from post where role = 'administrator')
       and exists (
           select from purpose_way w join post on post.role = w.role, said
           where w.purpose = said.c ->> 'purpose' and w.way = any (ways))
$$;

create function need_to_know.has_role(variadic roles text[]) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
        select bool_or(p ->> 'role' = any (roles)) and bool_and(p ->> 'role' <> 'administrator')
        from jsonb_array_elements(need_to_know.context() -> 'posts') as p), false)
$$;

create function need_to_know.agencies() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct p ->> 'agency'), '{}')
    from jsonb_array_elements(need_to_know.context() -> 'posts') as p
$$;
