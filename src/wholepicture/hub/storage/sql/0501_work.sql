-- Who deals with a concern, as events; and what pages of work and findings ask of tables that one reader may not see whole.

create table work_event (
    id bigint generated always as identity primary key,
    record text not null,
    kind text not null check (kind in ('taken', 'taken over', 'released', 'handed over')),
    owner uuid,
    by_account uuid not null,
    because text not null,
    at timestamptz not null,
    check ((owner is null) = (kind = 'released')),
    check (kind = 'taken' or because <> '')
);
create index work_event_of on work_event (record, id);
create index work_event_by_owner on work_event (owner) where owner is not null;
comment on table work_event is
    'That somebody deals with a concern: the owner of the last event of a record is its one named owner, null is nobody. '
    'record is the concern itself, never an addition.';
create trigger work_event_never_changes before update or delete or truncate on work_event
    for each statement execute function refuse_change();
alter table work_event enable always trigger work_event_never_changes;

create index record_of_hub on record (recorded_at) where system = 'whole-picture' and adds_to is null;
create index finding_by_known on finding (known_since);
create index access_to_finding on access (subject, at) where subject_kind = 'finding' and allowed;

alter table work_event enable row level security;
alter table work_event force row level security;
create policy owned on work_event to current_user using (true) with check (true);
create policy journey on work_event to wp_journey using (true) with check (true);
create policy need_to_know on work_event for select to wp_app using (
    exists (select from record r where r.record = work_event.record)
);
revoke all on work_event from public, wp_app, wp_journey;
grant select on work_event to wp_app;

-- Taking, releasing, handing over ------------------------------------------------------------------------------------------

-- The owner now, once nobody else can change it before this transaction ends.
create function need_to_know.lock_owner(its_record text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('work ' || its_record, 0));
    return (select w.owner from work_event w where w.record = its_record order by w.id desc limit 1);
end $$;

create function need_to_know.demand_work(its_record text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform need_to_know.demand(need_to_know.sees_record(its_record) and need_to_know.has_role('hub_practitioner')
        and need_to_know.opens('hub') and exists (
            select from record r where r.record = its_record and r.system = 'whole-picture' and r.adds_to is null),
        'WP404', 'nothing there');
end $$;

create function need_to_know.take_concern(its_record text, why text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare before uuid; me uuid := need_to_know.account();
begin
    perform need_to_know.demand_work(its_record);
    before := need_to_know.lock_owner(its_record);
    perform need_to_know.demand(before is distinct from me, 'WP409', 'you deal with it already');
    perform need_to_know.demand(before is null or btrim(why) <> '', 'WP409', 'somebody else deals with it');
    insert into work_event (record, kind, owner, by_account, because, at)
    values (its_record, case when before is null then 'taken' else 'taken over' end, me, me, btrim(why), need_to_know.at());
end $$;

create function need_to_know.release_concern(its_record text, why text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare me uuid := need_to_know.account();
begin
    perform need_to_know.demand_work(its_record);
    perform need_to_know.demand(need_to_know.lock_owner(its_record) = me, 'WP403', 'only whoever deals with it lets it go');
    perform need_to_know.demand(btrim(why) <> '', 'WP403', 'say why');
    insert into work_event (record, kind, owner, by_account, because, at)
    values (its_record, 'released', null, me, btrim(why), need_to_know.at());
end $$;

create function need_to_know.hand_over_concern(its_record text, whom uuid, why text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare me uuid := need_to_know.account();
begin
    perform need_to_know.demand_work(its_record);
    perform need_to_know.demand(need_to_know.lock_owner(its_record) = me, 'WP403', 'only whoever deals with it hands it over');
    perform need_to_know.demand(btrim(why) <> '' and whom <> me, 'WP403', 'say why, and to whom');
    perform need_to_know.demand(exists (
        select from accounts_account a join accounts_post p on p.account_id = a.id
        where a.handle = whom and a.is_active and p.role = 'hub_practitioner' and p.since <= need_to_know.at()
          and (p.until is null or need_to_know.at() < p.until)), 'WP403', 'they are no practitioner of the hub now');
    -- Of what is sealed or criticises somebody, whoever may not read it is not told that it is there.
    perform need_to_know.demand(not need_to_know.barred_from(whom, its_record) and (
        not exists (select from record r where r.record = its_record and r.sealed) or exists (
            select from relation n where n.account = whom and n.kind = 'sealed' and n.since <= need_to_know.at()
              and (n.until is null or need_to_know.at() < n.until)
              and (n.record = its_record or n.person in (
                  select s.person from sealed_record x join seal s on s.id = x.seal where x.record = its_record)))),
        'WP403', 'it cannot be handed to them');
    insert into work_event (record, kind, owner, by_account, because, at)
    values (its_record, 'handed over', whom, me, btrim(why), need_to_know.at());
end $$;

-- Concerns and what became of them -----------------------------------------------------------------------------------------

-- scope: hub (for who answers what reaches the hub), team (of the reader's line), scrutiny. What is not seen counts nowhere.
create function need_to_know.concerns_in(scope text, undecided boolean, skipped bigint, most bigint)
returns table (
    record text, reference text, received_at timestamptz, agency text, team bigint, about text, filed_as text, asks_of_child boolean,
    additions bigint, added_at timestamptz, opened_at timestamptz, last_opened_at timestamptz, openings bigint,
    decided_at timestamptz, owner uuid, owned_since timestamptz, total bigint
) language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (
             select need_to_know.line_teams() as teams
             where scope = 'hub' and need_to_know.opens('hub') or scope = 'team' and need_to_know.opens('team')
                or scope = 'scrutiny' and need_to_know.opens('scrutiny')),
         sent as materialized (
             select r.record, r.source from record r, me
             where r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null
               and (scope <> 'team' or r.team = any (me.teams))),
         seen as materialized (
             select unnest(need_to_know.seen_among((select coalesce(array_agg(s.record), '{}') from sent s))) as record),
         found as materialized (
             select s.record, s.source, looked.*, decided.decided_at
             from sent s join seen on seen.record = s.record
             left join lateral (
                 select min(a.at) as opened_at, max(a.at) as last_opened_at, count(*) as openings from access a
                 where a.subject_kind = 'record' and a.subject = s.record and a.allowed and a.action = 'read'
                   and a.role = 'hub_practitioner') looked on true
             left join lateral (
                 select min(f.recorded_at) as decided_at from fact f where f.kind = 'outcome' and f.source = s.source) decided on true
             where not undecided or decided.decided_at is null),
         page as materialized (
             select f.*, r.recorded_at, count(*) over () as total, row_number() over (order by
                 case when scope = 'hub' then f.opened_at is not null when scope = 'scrutiny' then f.decided_at is not null end,
                 case when scope <> 'team' then r.recorded_at end, r.recorded_at desc, r.record) as place
             from found f join record r on r.record = f.record
             order by place offset skipped limit most)
    select p.record, r.reference, r.recorded_at, r.agency, r.team, coalesce(r.stated ->> 'about', ''), r.filed_as,
           r.question is not null, added.additions, added.added_at, p.opened_at, p.last_opened_at, p.openings, p.decided_at,
           owned.owner, owned.at, p.total
    from page p join record r on r.record = p.record
    left join lateral (
        select count(*) as additions, max(a.recorded_at) as added_at from record a where a.adds_to = p.source) added on true
    left join lateral (
        select w.owner, w.at from work_event w where w.record = p.record order by w.id desc limit 1) owned on true
    order by p.place
$$;

-- How many concerns wait for an answer, without a word of any: for those who lead agencies, and for scrutiny.
create function need_to_know.concern_counts(day_before timestamptz, week_before timestamptz)
returns table (agency text, received bigint, unopened bigint, unowned bigint, undecided bigint, over_a_day bigint, over_a_week bigint,
               oldest timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    with sent as materialized (
        select r.record, r.agency, r.recorded_at,
               exists (select from access a where a.subject_kind = 'record' and a.subject = r.record and a.allowed
                       and a.action = 'read' and a.role = 'hub_practitioner') as opened,
               (select w.owner from work_event w where w.record = r.record order by w.id desc limit 1) as owner,
               exists (select from fact f where f.kind = 'outcome' and f.source = r.source) as decided
        from record r
        where r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null and not r.sealed
          and r.record <> all (need_to_know.barred_records()))
    select s.agency, count(*) filter (where s.recorded_at >= week_before), count(*) filter (where not s.opened and not s.decided),
           count(*) filter (where s.owner is null and not s.decided), count(*) filter (where not s.decided),
           count(*) filter (where not s.decided and s.recorded_at < day_before),
           count(*) filter (where not s.decided and s.recorded_at < week_before), min(s.recorded_at) filter (where not s.decided)
    from sent s where need_to_know.opens('unnamed', 'scrutiny') group by s.agency order by s.agency
$$;

create function need_to_know.not_yet_linked() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from fact f, journey_state j where f.sequence > j.applied_through and f.kind = 'received'
$$;

-- Findings -----------------------------------------------------------------------------------------------------------------

-- To whom findings were displayed, by role and agency, up to a moment, exclusive.
create function need_to_know.finding_looks(its_findings text[], before timestamptz)
returns table (finding text, role text, agency text, first_at timestamptz, last_at timestamptz, opened_at timestamptz, looks bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with seen as materialized (select f as finding from unnest(its_findings) as f where need_to_know.sees_finding(f))
    select s.finding, a.role, a.agency, min(a.at), max(a.at), min(a.at) filter (where a.action like 'read%'), count(*)
    from seen s join access a on a.subject_kind = 'finding' and a.allowed and a.subject = s.finding and a.at < before
    group by s.finding, a.role, a.agency order by s.finding, min(a.at), a.role, a.agency
$$;

-- Findings of a pattern that nobody in the hub has opened yet; standing ones, the earliest first.
create function need_to_know.unseen_findings(patterns text[], inside boolean, most bigint)
returns table (finding text, total bigint) language sql stable security definer set search_path = public, pg_temp as $$
    with hidden as materialized (select need_to_know.sealed_findings() as sealed, need_to_know.off_screen() as off),
         open as materialized (select need_to_know.opens('hub', 'finding') as open)
    select f.id, count(*) over () from finding f, hidden, open
    where open.open and f.withdrawn_at is null and (f.pattern = any (patterns)) = inside
      and f.id <> all (hidden.sealed) and f.id <> all (hidden.off)
      and not exists (select from access a where a.subject_kind = 'finding' and a.allowed and a.subject = f.id
                      and a.action like 'read%' and a.role in ('hub_practitioner', 'analyst'))
    order by f.known_since, f.position limit most
$$;

-- What must not stand in a finding's words before a reader who sees it without names.
create function need_to_know.names_to_mask(its_findings text[])
returns table (finding text, kind text, words text) language sql stable security definer set search_path = public, pg_temp as $$
    with seen as materialized (select f as finding from unnest(its_findings) as f where need_to_know.sees_finding(f))
    select distinct s.finding, m.kind, named.words
    from seen s join finding_record fr on fr.finding = s.finding join mention m on m.record = fr.record
    cross join lateral (values
        (case when m.kind <> 'person' then m.text end),
        (btrim(coalesce(m.description ->> 'forename', '') || ' ' || coalesce(m.description ->> 'surname', ''))),
        (m.description ->> 'name'), (m.description ->> 'known_as'), (m.description ->> 'number'), (m.description ->> 'handle')
    ) as named(words)
    where m.kind in ('person', 'phone', 'handle') and named.words <> ''
    order by 1, 2, 3
$$;

-- On which records a finding rests, as far as their agencies and the moments at which they became known: no reference.
create function need_to_know.finding_pieces(its_finding text)
returns table (record text, agency text, known_at timestamptz) language sql stable security definer set search_path = public, pg_temp as $$
    select r.record, r.agency_name, r.known_at from finding_record fr join record r on r.record = fr.record
    where fr.finding = its_finding and need_to_know.sees_finding(its_finding) order by fr.number
$$;

-- Whether the reader must not read one of a finding's records because of whom it criticises.
create function need_to_know.barred_in_finding(its_finding text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from finding_record fr where fr.finding = its_finding and fr.record = any (need_to_know.barred_records()))
$$;

-- That a page of an executive was read, by whom of those who lead.
create function need_to_know.read_receipts(its_subject text)
returns table (role text, agency text, first_at timestamptz, last_at timestamptz, mine boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.role, a.agency, min(a.at), max(a.at), bool_or(a.account = need_to_know.account())
    from access a
    where a.subject_kind = 'finding' and a.subject = its_subject and a.allowed and a.role = 'executive'
      and starts_with(its_subject, 'partnership ') and need_to_know.opens('unnamed', 'scrutiny')
    group by a.role, a.agency, a.account order by min(a.at)
$$;

revoke all on function need_to_know.lock_owner, need_to_know.demand_work, need_to_know.take_concern, need_to_know.release_concern,
    need_to_know.hand_over_concern, need_to_know.concerns_in, need_to_know.concern_counts, need_to_know.not_yet_linked,
    need_to_know.finding_looks, need_to_know.unseen_findings, need_to_know.names_to_mask, need_to_know.finding_pieces,
    need_to_know.barred_in_finding, need_to_know.read_receipts from public;
grant execute on function need_to_know.take_concern, need_to_know.release_concern, need_to_know.hand_over_concern,
    need_to_know.concerns_in, need_to_know.concern_counts, need_to_know.not_yet_linked, need_to_know.finding_looks,
    need_to_know.unseen_findings, need_to_know.names_to_mask, need_to_know.finding_pieces,
    need_to_know.barred_in_finding, need_to_know.read_receipts to wp_app;
