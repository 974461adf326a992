-- What the journey made of the facts. Everything here can be dropped and rebuilt from the ledger, and is then the same.

create table record (
    record text primary key,
    sequence bigint not null unique,
    source text not null,
    system text not null,
    reference text not null,
    agency text not null,
    agency_name text not null,
    team bigint,
    raiser uuid,
    kind text not null,
    filed_as text not null,
    happened_since timestamptz,
    happened_until timestamptz,
    recorded_at timestamptz not null,
    known_at timestamptz not null,
    narrative text not null,
    stated jsonb not null,
    outcome text not null default '',
    adds_to text,
    amends text,
    amended_by text,
    question jsonb,
    not_understood text not null default '',
    sealed boolean not null default false
);
create index record_by_source on record (source);
create index record_by_reference on record (reference);
create index record_by_known on record (known_at desc, record);
create index record_by_raiser on record (raiser, known_at desc) where raiser is not null;
create index record_by_team on record (team, known_at desc) where team is not null;
create index record_adds_to on record (adds_to) where adds_to is not null;
comment on table record is
    'One row for each record that is known, amended ones too (amended_by). not_understood says why a row that is in the '
    'ledger could not be placed by its profile; it is then shown with nothing read from it.';

create table mention (
    mention text primary key,
    record text not null references record on delete cascade,
    entity text not null,
    kind text not null,
    role text not null,
    text text not null,
    start_at integer,
    end_at integer,
    columns text not null,
    description jsonb not null
);
create index mention_by_record on mention (record);
create index mention_by_entity on mention (entity);

create table marked_span (
    record text not null references record on delete cascade,
    number integer not null,
    indicator text not null,
    start_at integer not null,
    end_at integer not null,
    polarity text not null,
    timing text not null,
    about text not null,
    about_mention text,
    tier text not null,
    cue_start integer,
    cue_end integer,
    pattern text not null,
    primary key (record, number)
);

create table wording_advice (
    record text not null references record on delete cascade,
    number integer not null,
    start_at integer not null,
    end_at integer not null,
    term text not null,
    instead text not null,
    source text not null,
    primary key (record, number)
);

create table link (
    left_mention text not null,
    right_mention text not null,
    sequence bigint not null,
    left_record text not null references record on delete cascade,
    right_record text not null references record on delete cascade,
    kind text not null,
    weight double precision not null,
    judgement text not null,
    because text[] not null,
    by_person boolean not null,
    primary key (left_mention, right_mention, sequence)
);
create index link_by_right on link (right_mention);
create index link_by_left_record on link (left_record);
create index link_by_right_record on link (right_record);
create index link_to_review on link (sequence desc) where judgement = 'unsure';

create table entity (
    entity text primary key,
    kind text not null,
    since timestamptz not null
);

create table entity_alias (
    entity text not null,
    number integer not null,
    now text not null,
    since timestamptz not null,
    because text not null,
    primary key (number)
);
create index entity_alias_of on entity_alias (entity);

create table open_case (
    record text not null references record on delete cascade,
    mention text not null references mention on delete cascade,
    source text not null,
    stated jsonb not null,
    recorded_at timestamptz not null,
    primary key (record, mention)
);
create index open_case_of on open_case (mention);
comment on table open_case is 'Children whom a statutory list shows as open to a team; the child is the entity of the mention.';

create table finding (
    id text primary key,
    position integer not null,
    pattern text not null,
    surfaced_at timestamptz not null,
    known_since timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_because text not null,
    content jsonb not null
);
create index finding_by_position on finding (position);

create table finding_record (
    finding text not null references finding on delete cascade,
    record text not null,
    number integer not null,
    primary key (finding, record)
);
create index finding_of_record on finding_record (record);

create table finding_entity (
    finding text not null references finding on delete cascade,
    entity text not null,
    part text not null,
    primary key (finding, entity, part)
);
create index finding_of_entity on finding_entity (entity);

create table finding_growth (
    finding text not null references finding on delete cascade,
    number integer not null,
    at timestamptz not null,
    content jsonb not null,
    primary key (finding, number)
);

create table match_key (
    kind text not null,
    key text not null,
    mention text not null references mention on delete cascade,
    record text not null,
    primary key (kind, key, mention)
);
create index match_key_of_mention on match_key (mention);
comment on table match_key is
    'What a search looks up by plain equality, which row-level security leaves its index. kinds: name (a folded word of a '
    'name), sound (its first letter and consonants), born, age_year, phone, registration, upn, nhs_number, child_id, '
    'postcode, address (a folded word of an address), handle.';

create table journey_state (
    singleton boolean primary key default true check (singleton),
    applied_through bigint not null,
    behind bigint not null,
    at timestamptz not null,
    words text not null,
    versions jsonb not null
);
insert into journey_state values (true, 0, 0, '1970-01-01 00:00+00', 'The journey has not run yet.', '{}');

do $$
declare projected text;
begin
    foreach projected in array array['record', 'mention', 'marked_span', 'wording_advice', 'link', 'entity', 'entity_alias',
        'open_case', 'finding', 'finding_record', 'finding_entity', 'finding_growth', 'match_key'] loop
        execute format('grant select on %I to wp_app', projected);
        execute format('grant select, insert, update, delete on %I to wp_journey', projected);
    end loop;
end $$;
grant select on journey_state to wp_app;
grant select, update on journey_state to wp_journey;
