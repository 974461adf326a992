-- The ledger: envelopes that stand for ever, payload parts that only an order to erase can remove, and the inbox that
-- keeps what came in, byte for byte, before anything looks at it.

do $$
declare role_name text;
begin
    foreach role_name in array array['wp_app', 'wp_journey'] loop
        if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I nologin', role_name);
        end if;
        execute format('grant connect on database %I to %I', current_database(), role_name);
    end loop;
end $$;

create table fact (
    sequence bigint primary key check (sequence > 0),
    id text not null unique,
    kind text not null,
    source text not null,
    author text not null,
    happened_since timestamptz,
    happened_until timestamptz,
    recorded_at timestamptz not null,
    known_at timestamptz not null,
    part_digests jsonb not null,
    digest text not null
);
create index fact_by_claim on fact (recorded_at, id collate "C") where kind = 'received';
create index fact_by_source on fact (source);
comment on table fact is
    'Envelopes. sequence counts commits from 1 without a gap: it is given out under a lock that is held until the commit, '
    'so no fact that commits later has a lower number. source and author are escaped where text cannot hold them.';

create table payload (
    sequence bigint not null references fact,
    number smallint not null,
    name text not null,
    salt bytea not null,
    body bytea not null,
    primary key (sequence, number),
    unique (sequence, name)
);
comment on table payload is 'Parts of facts. body is JSON in UTF-8, byte for byte what the digest was made of.';

create table erased_part (
    of_sequence bigint not null references fact,
    name text not null,
    by_sequence bigint not null references fact,
    primary key (of_sequence, name, by_sequence)
);
comment on table erased_part is 'Which parts are gone, and by which order. A part without an order cannot be deleted.';

create table inbox (
    id uuid primary key default gen_random_uuid(),
    number bigint generated always as identity unique,
    idempotency_key text not null unique,
    by_account uuid,
    team bigint,
    agency text not null default '',
    channel text not null check (channel in ('page', 'api', 'upload')),
    content text not null,
    body bytea not null,
    reference text unique,
    adds_to text,
    received_at timestamptz not null
);
create index inbox_adds_to on inbox (adds_to) where adds_to is not null;
comment on table inbox is
    'What came in, byte for byte, committed before anything is interpreted. by_account is null where the raiser asked for '
    'protection; idempotency_key is a digest of whoever sent it and the key that their side made.';

create table inbox_outcome (
    inbox uuid not null references inbox,
    number bigint generated always as identity primary key,
    outcome text not null check (outcome in ('taken', 'not understood', 'put right', 'set aside')),
    because text not null default '',
    record text,
    by_account uuid,
    at timestamptz not null
);
create unique index inbox_taken_once on inbox_outcome (inbox) where outcome = 'taken';
create index inbox_outcome_of on inbox_outcome (inbox, number);

create table raiser (
    inbox uuid primary key references inbox,
    reference text not null,
    account uuid not null
);
comment on table raiser is 'Who raised a concern under protection. Only an identity custodian reads it, with a second person.';

-- Refusal to change ---------------------------------------------------------------------------------------------------

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: what is kept here never changes', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

create function refuse_unordered_erasure() returns trigger language plpgsql as $$
begin
    if not exists (select from erased_part e where e.of_sequence = old.sequence and e.name = old.name) then
        raise exception 'a part of a payload goes only by an order to erase, which is a fact itself'
            using errcode = 'insufficient_privilege';
    end if;
    return old;
end $$;

do $$
declare kept text;
begin
    foreach kept in array array['fact', 'erased_part', 'inbox', 'inbox_outcome', 'raiser'] loop
        execute format('create trigger %I before update or delete or truncate on %I for each statement '
            'execute function refuse_change()', kept || '_never_changes', kept);
        execute format('alter table %I enable always trigger %I', kept, kept || '_never_changes');
    end loop;
end $$;
create trigger payload_never_changes before update or truncate on payload
    for each statement execute function refuse_change();
alter table payload enable always trigger payload_never_changes;
create trigger payload_goes_by_order before delete on payload
    for each row execute function refuse_unordered_erasure();
alter table payload enable always trigger payload_goes_by_order;

-- Appending -----------------------------------------------------------------------------------------------------------

create function append_facts(
    ids text[], kinds text[], sources text[], authors text[], happened_since timestamptz[], happened_until timestamptz[],
    recorded_at timestamptz[], part_digests text[], digests text[], at timestamptz,
    part_of text[], part_numbers int[], part_names text[], part_salts bytea[], part_bodies bytea[],
    erased_by text[], erased_of text[], erased_names text[],
    out new bigint, out through bigint
) language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    last_sequence bigint := 0;
    last_known timestamptz := '-infinity';
    missing text;
begin
    -- Everything above was made before this line; what follows until the commit is all that anybody else waits for.
    perform pg_advisory_xact_lock(7023001);
    select f.sequence, f.known_at into last_sequence, last_known from fact f order by f.sequence desc limit 1;
    last_sequence := coalesce(last_sequence, 0);
    insert into fact
    select last_sequence + row_number() over (order by a.place), a.id, a.kind, a.source, a.author, a.since, a.until,
           a.recorded, greatest(at, last_known), a.parts::jsonb, a.digest
    from unnest(ids, kinds, sources, authors, happened_since, happened_until, recorded_at, part_digests, digests)
         with ordinality as a(id, kind, source, author, since, until, recorded, parts, digest, place)
    where not exists (select from fact f where f.id = a.id);
    get diagnostics new = row_count;
    through := last_sequence + new;
    insert into payload
    select f.sequence, p.number, p.name, p.salt, p.body
    from unnest(part_of, part_numbers, part_names, part_salts, part_bodies) as p(of, number, name, salt, body)
    join fact f on f.id = p.of
    where f.sequence > last_sequence;
    if cardinality(erased_by) > 0 then
        select e.of into missing
        from unnest(erased_by, erased_of, erased_names) as e(by, of, name)
        join fact o on o.id = e.by
        left join fact f on f.id = e.of and f.sequence < o.sequence
        where o.sequence > last_sequence
          and (f.id is null or not exists (
              select from jsonb_array_elements(f.part_digests) as d where d->>0 = e.name))
        limit 1;
        if missing is not null then
            raise exception 'unable to erase' using errcode = 'WP001', detail = missing;
        end if;
        insert into erased_part
        select f.sequence, e.name, o.sequence
        from unnest(erased_by, erased_of, erased_names) as e(by, of, name)
        join fact o on o.id = e.by join fact f on f.id = e.of
        where o.sequence > last_sequence;
        delete from payload p using erased_part e
        where e.by_sequence > last_sequence and p.sequence = e.of_sequence and p.name = e.name;
    end if;
    if new > 0 then
        perform pg_notify('fact', through::text);
    end if;
end $$;

-- Keeping what came in ------------------------------------------------------------------------------------------------

create function next_reference(year int) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare counter text := 'reference_' || year;
begin
    if year not between 2000 and 2999 then
        raise exception 'a reference needs a year';
    end if;
    if to_regclass(counter) is null then
        perform pg_advisory_xact_lock(7023002);
        execute format('create sequence if not exists %I', counter);
    end if;
    return format('WP-%s-%s', lpad((year % 100)::text, 2, '0'), lpad(nextval(counter::regclass)::text, 6, '0'));
end $$;

create function keep_in_inbox(
    key text, account uuid, its_team bigint, its_agency text, its_channel text, its_content text, bytes bytea,
    at timestamptz, with_reference boolean, its_adds_to text, protected boolean,
    out id uuid, out reference text, out received_at timestamptz, out repeated boolean, out same boolean
) language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare its_reference text;
begin
    select i.id, i.reference, i.received_at, true, i.body = bytes into id, reference, received_at, repeated, same
    from inbox i where i.idempotency_key = key;
    if found then
        return;
    end if;
    if its_adds_to is not null then -- WP-26-000123/2 is what was added first to WP-26-000123
        perform pg_advisory_xact_lock(7023004, hashtext(its_adds_to));
        its_reference := its_adds_to || '/' || (select count(*) + 2 from inbox i where i.adds_to = its_adds_to);
    elsif with_reference then
        its_reference := next_reference(extract(year from at at time zone 'Europe/London')::int);
    end if;
    insert into inbox (idempotency_key, by_account, team, agency, channel, content, body, reference, adds_to, received_at)
    values (key, case when protected then null else account end, its_team, its_agency, its_channel, its_content, bytes,
            its_reference, its_adds_to, at)
    on conflict (idempotency_key) do nothing
    returning inbox.id, inbox.reference, inbox.received_at, false, true
    into id, reference, received_at, repeated, same;
    if not found then -- the same key, sent twice at once: the other was first
        select i.id, i.reference, i.received_at, true, i.body = bytes into id, reference, received_at, repeated, same
        from inbox i where i.idempotency_key = key;
        return;
    end if;
    if protected then
        insert into raiser values (id, coalesce(reference, ''), account);
    end if;
end $$;

create function note_inbox_outcome(item uuid, its_outcome text, why text, its_record text, who uuid, moment timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into inbox_outcome (inbox, outcome, because, record, by_account, at)
    values (item, its_outcome, why, its_record, who, moment)
    on conflict do nothing;
end $$;

-- Who may what: the roles at run time have no right to change anything here, and write only through the functions. ------

revoke all on all tables in schema public from public;
revoke all on function append_facts, next_reference, keep_in_inbox, note_inbox_outcome from public;
grant execute on function append_facts, keep_in_inbox, note_inbox_outcome to wp_app, wp_journey;
grant select on fact, erased_part to wp_app, wp_journey;
grant select on payload, inbox, inbox_outcome to wp_journey;
grant select (id, number, by_account, team, agency, channel, content, reference, adds_to, received_at) on inbox to wp_app;
grant select on inbox_outcome to wp_app;
