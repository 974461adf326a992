-- What opens and what bars: facts of their own, not projections. They name records and mentions by id and outlive a rebuild.

create table relation (
    id bigint generated always as identity primary key,
    account uuid not null,
    record text,
    person uuid,
    kind text not null check (kind in ('allocated', 'named worker', 'on roll', 'health team', 'asked', 'sealed')),
    since timestamptz not null,
    until timestamptz,
    because text not null check (because <> ''),
    granted_by uuid not null,
    ended_by uuid,
    check ((record is null) <> (person is null)),
    constraint nobody_grants_themself check (granted_by <> account)
);
create index relation_of on relation (account);
create index relation_to_person on relation (person) where person is not null;
create index relation_to_record on relation (record) where record is not null;

create table confirmed (
    id bigint generated always as identity primary key,
    person uuid not null,
    mention text not null,
    record text not null generated always as (regexp_replace(substr(mention, 2), '\.[^.]*$', '')) stored,
    by_account uuid not null,
    at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    withdrawn_because text
);
create unique index confirmed_once on confirmed (mention) where withdrawn_at is null;
create index confirmed_person on confirmed (person);
create index confirmed_in on confirmed (record);
comment on table confirmed is 'That a named practitioner says who a mention is. An entity of the machine is nobody''s identity.';

create table criticised (
    id bigint generated always as identity primary key,
    record text not null,
    account uuid,
    since timestamptz,
    named_by uuid,
    at timestamptz not null default now()
);
create index criticised_in on criticised (record);
create index criticised_account on criticised (account);
comment on table criticised is
    'Who is criticised in a concern. account is null where nobody knows yet who it is: then no manager reads it as one. since '
    'is when what is criticised began; null is any time. A row is never taken away.';

create table seal (
    id bigint generated always as identity primary key,
    record text,
    person uuid,
    because text not null check (because <> ''),
    by_account uuid not null,
    lead uuid not null,
    at timestamptz not null,
    searched_at timestamptz,
    lift_asked_by uuid,
    lift_asked_at timestamptz,
    lift_because text,
    lifted_by uuid,
    lifted_at timestamptz,
    check ((record is null) <> (person is null)),
    constraint two_people_unseal check (lifted_by is null or lifted_by <> lift_asked_by),
    constraint lead_is_another check (lead <> by_account)
);
comment on table seal is
    'searched_at is null until the journey process has looked through the words of all records for whom it is about.';

create table sealed_record (
    record text not null,
    seal bigint not null references seal,
    primary key (record, seal)
);
create index sealed_record_by_seal on sealed_record (seal);
comment on table sealed_record is 'Derived: on which records each seal lies that has not been lifted. record.sealed says whether any does.';

create table break_glass (
    id bigint generated always as identity primary key,
    account uuid not null,
    role text not null,
    agency text not null,
    team bigint not null,
    record text,
    person uuid,
    code text not null check (code in ('danger now', 'missing now', 'police protection', 'in hospital', 'worker not reached')),
    because text not null check (because <> ''),
    opened_at timestamptz not null,
    until timestamptz not null,
    due_at timestamptz not null,
    reviewed_at timestamptz,
    reviewed_by uuid,
    justified boolean,
    review text,
    check ((record is null) <> (person is null)),
    check (until <= opened_at + interval '4 hours'),
    constraint nobody_reviews_themself check (reviewed_by <> account),
    check ((reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null) = (justified is null))
);
create index break_glass_of on break_glass (account, until);
create index break_glass_to_review on break_glass (due_at) where reviewed_at is null;

create table ask (
    id bigint generated always as identity primary key,
    account uuid not null,
    role text not null,
    agency text not null,
    record text not null,
    to_agency text not null,
    day date not null,
    because text not null check (because <> ''),
    at timestamptz not null,
    answered_at timestamptz,
    answered_by uuid,
    granted boolean,
    reason text,
    constraint nobody_answers_themself check (answered_by <> account)
);
create unique index ask_once on ask (account, record) where answered_at is null;
create index ask_to on ask (to_agency) where answered_at is null;

create table renewal (
    id bigint generated always as identity primary key,
    finding text not null,
    by_account uuid not null,
    because text not null check (because <> ''),
    at timestamptz not null,
    until timestamptz not null,
    check (until <= at + interval '12 months')
);
create index renewal_of on renewal (finding);

create table notice (
    id bigint generated always as identity primary key,
    account uuid not null,
    kind text not null check (kind in ('wrong person', 'emergency opening', 'answer')),
    record text,
    words text not null,
    at timestamptz not null,
    seen_at timestamptz
);
create index notice_for on notice (account, at desc);

create table access (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    written_at timestamptz not null default clock_timestamp(),
    account uuid not null,
    role text not null,
    agency text not null,
    team bigint,
    action text not null,
    subject_kind text not null,
    subject text not null,
    purpose text not null,
    allowed boolean not null,
    because text not null,
    break_glass bigint,
    request text not null default ''
);
create index access_to on access (subject_kind, subject, at desc);
create index access_by on access (account, at desc);
create trigger access_never_changes before update or delete or truncate on access
    for each statement execute function refuse_change();
alter table access enable always trigger access_never_changes;

-- A line that is ended as of an earlier day still stood until somebody wrote down that it had ended: else whoever is criticised
-- could be taken out of a line that stood at the time.
alter table accounts_management add column end_written_at timestamptz;
create function need_to_know.keep_lines() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.manager_id, new.managed_id, new.since) is distinct from (old.manager_id, old.managed_id, old.since) then
        raise exception 'a management line is only ever ended' using errcode = 'insufficient_privilege';
    end if;
    new.end_written_at := case when new.until is distinct from old.until then now() else old.end_written_at end;
    return new;
end $$;
create trigger management_only_ends before update or delete on accounts_management
    for each row execute function need_to_know.keep_lines();
alter table accounts_management enable always trigger management_only_ends;
create view need_to_know.line as
    select manager_id, managed_id, since, case when until is not null then greatest(until, end_written_at) end as until
    from accounts_management;
revoke all on need_to_know.line from public;
grant select on need_to_know.line to wp_app;

create index record_by_thread on record ((coalesce(adds_to, source)));

revoke all on relation, confirmed, criticised, seal, sealed_record, break_glass, ask, renewal, notice, access
    from public, wp_app, wp_journey;
grant select on relation, confirmed, criticised, seal, sealed_record, break_glass, ask, renewal, notice, access to wp_app;
grant insert on access to wp_app;
grant select on relation, confirmed, criticised, seal, renewal to wp_journey;
grant select, insert, delete on sealed_record to wp_journey;
grant insert on criticised to wp_journey;
grant update (searched_at) on seal to wp_journey;
