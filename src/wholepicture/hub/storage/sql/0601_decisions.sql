-- Acts on concerns and findings: who may read them, and how each matter stands, so that lists need not fold them.

insert into purpose_way values ('answer_objection', 'manager', ''), ('answer_objection', 'executive', '');

create index fact_acted_on on fact (source, sequence) where kind = 'acted';

create table course (
    matter text primary key,
    state text not null,
    decided_at timestamptz,
    decided text not null,
    proposed_at timestamptz,
    objected_at timestamptz,
    requested_at timestamptz,
    due_at timestamptz,
    closed_at timestamptz,
    changed_at timestamptz not null
);
create index course_open on course (changed_at) where closed_at is null;
comment on table course is
    'How a concern ("concern:WP-26-000001") or a finding ("finding:…") stands by its acts: a projection, made anew after every act. '
    'decided_at is null while no decision stands; objected_at, requested_at and proposed_at are since when the oldest of each waits, '
    'due_at the first day that somebody still owes.';
alter table course enable row level security;
alter table course force row level security;
create policy owned on course to current_user using (true) with check (true);
create policy journey on course to wp_journey using (true) with check (true);
revoke all on course from public, wp_app, wp_journey;

-- The concern of a reference: hidden and absent alike are null.
create function need_to_know.concern_of(its_matter text) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select r.record from record r
    where its_matter like 'concern:%' and r.reference = substr(its_matter, 9) and r.system = 'whole-picture' and r.adds_to is null
      and r.amended_by is null
    limit 1
$$;

-- Whoever must answer an objection may read what was decided and said of it, and nothing else; never the criticised or their line,
-- and nothing of what is sealed.
create function need_to_know.answers_for(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((need_to_know.context() ->> 'purpose') = 'answer_objection', false)
       and need_to_know.has_role('manager', 'executive')
       and exists (select from course c where c.matter = its_matter
                   and (c.objected_at is not null or c.requested_at is not null or c.proposed_at is not null))
       and exists (select from record r where r.record = need_to_know.concern_of(its_matter) and not r.sealed
                   and r.record <> all (need_to_know.barred_records())
                   and (need_to_know.has_role('executive') or r.record <> all (need_to_know.barred_to_managers())))
$$;

create function need_to_know.sees_matter(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select case when its_matter like 'finding:%' then need_to_know.sees_finding(substr(its_matter, 9))
                else coalesce(need_to_know.sees_record(need_to_know.concern_of(its_matter)), false)
                     or need_to_know.answers_for(its_matter) end
$$;

create function need_to_know.acts_on(its_matter text)
returns table (id text, author text, known_at timestamptz, body bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.id, f.author, f.known_at, p.body
    from fact f join payload p on p.sequence = f.sequence and p.name = 'act'
    where f.kind = 'acted' and f.source = its_matter and need_to_know.sees_matter(its_matter)
    order by f.sequence
$$;

-- What the ledger holds about a concern beside its acts. Of a protected raiser it says only whether it is whoever acts, and whether
-- they still hold a post.
create function need_to_know.concern_facts(its_matter text)
returns table (record text, agency text, raised_at timestamptz, filed_as text, additions timestamptz[], mine boolean, raiser_there boolean,
               raiser uuid, criticised jsonb, findings jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    with it as materialized (
        select r.* from record r where r.record = need_to_know.concern_of(its_matter) and need_to_know.sees_matter(its_matter)),
    wrote as (
        select coalesce(it.raiser, (select p.account from raiser p join inbox_outcome o on o.inbox = p.inbox
                                    where o.record = it.record and o.outcome = 'taken' limit 1)) as account from it)
    select it.record, it.agency, it.recorded_at, it.filed_as,
           array(select a.known_at from record a where a.adds_to = it.source order by a.known_at),
           it.record = any (need_to_know.raised_records()),
           exists (select from accounts_account a join accounts_post p on p.account_id = a.id, wrote
                   where a.handle = wrote.account and a.is_active and p.since <= need_to_know.at()
                     and (p.until is null or need_to_know.at() < p.until)),
           it.raiser,
           (select coalesce(jsonb_agg(jsonb_build_array(c.account, coalesce(c.since, it.recorded_at))), '[]')
            from criticised c where c.record = it.record),
           (select coalesce(jsonb_agg(jsonb_build_array(f.id, f.known_since, f.withdrawn_at) order by f.known_since, f.id), '[]')
            from finding_record fr join finding f on f.id = fr.finding where fr.record = it.record)
    from it
$$;

-- How a finding came and grew, for its course.
create function need_to_know.finding_came(its_matter text)
returns table (since timestamptz, records bigint, grew jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.known_since, (select count(*) from finding_record r where r.finding = f.id),
           (select coalesce(jsonb_agg(jsonb_build_array(g.at, g.content) order by g.number), '[]')
            from finding_growth g where g.finding = f.id)
    from finding f where f.id = substr(its_matter, 9) and its_matter like 'finding:%' and need_to_know.sees_matter(its_matter)
$$;

create function need_to_know.note_course(
    its_matter text, its_state text, its_decided_at timestamptz, its_decided text, its_proposed_at timestamptz,
    its_objected_at timestamptz, its_requested_at timestamptz, its_due_at timestamptz, its_closed_at timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform need_to_know.demand(need_to_know.sees_matter(its_matter)
        and exists (select from fact f where f.kind = 'acted' and f.source = its_matter), 'WP404', 'nothing there');
    insert into course values (its_matter, its_state, its_decided_at, its_decided, its_proposed_at, its_objected_at, its_requested_at,
                               its_due_at, its_closed_at, need_to_know.at())
    on conflict (matter) do update set state = excluded.state, decided_at = excluded.decided_at, decided = excluded.decided,
        proposed_at = excluded.proposed_at, objected_at = excluded.objected_at, requested_at = excluded.requested_at,
        due_at = excluded.due_at, closed_at = excluded.closed_at, changed_at = excluded.changed_at;
end $$;

-- Whether anybody added to a concern since it was closed: it waits for a decision again.
create function need_to_know.added_since_closed(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from course c join record r on r.record = need_to_know.concern_of(c.matter)
                   join record a on a.adds_to = r.source and a.known_at > c.closed_at
                   where c.matter = its_matter)
$$;

-- When it was decided, for lists: by the course where there are acts, else by what was noted of the record.
create function need_to_know.decided_at(its_record text, its_reference text) returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
    select case when exists (select from course c where c.matter = 'concern:' || its_reference)
                then (select c.decided_at from course c where c.matter = 'concern:' || its_reference
                      and not need_to_know.added_since_closed(c.matter))
                else (select min(f.recorded_at) from fact f
                      where f.kind = 'outcome' and f.source in ('whole-picture/' || its_reference, its_record)) end
$$;

-- What nobody acted on has no course, and an addition changes one without an act: both are asked for each time, so that no list
-- depends on a daily job. No duty that a concern starts is shorter than a day: what is younger and has no act cannot be late.
-- Matters on which something waits, or which are in the register, that the acting reader may see; the longest wait first.
create function need_to_know.courses(what text, skipped bigint, most bigint)
returns table (matter text, state text, decided_at timestamptz, decided text, proposed_at timestamptz, objected_at timestamptz,
               requested_at timestamptz, due_at timestamptz, total bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with acted as (
        select c.matter, c.state, c.decided_at, c.decided, c.proposed_at, c.objected_at, c.requested_at, c.due_at,
               need_to_know.concern_of(c.matter) as record, true as acted,
               case when what = 'register' then c.changed_at
                    else coalesce(least(c.objected_at, c.requested_at, c.proposed_at), c.due_at, c.closed_at) end as since
        from course c
        where c.matter like 'concern:%'
          and (what = 'register' or c.objected_at is not null or c.requested_at is not null or c.proposed_at is not null
               or c.due_at < need_to_know.at() or c.closed_at is not null and need_to_know.added_since_closed(c.matter))),
    silent as (
        select 'concern:' || r.reference, 'waiting for a decision', null::timestamptz, '', null::timestamptz, null::timestamptz,
               null::timestamptz, null::timestamptz, r.record, false, r.recorded_at
        from record r
        where what = 'waiting' and r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null
          and r.recorded_at < need_to_know.at() - interval '1 day'
          and not exists (select from course c where c.matter = 'concern:' || r.reference)
          and need_to_know.decided_at(r.record, r.reference) is null),
    waiting as materialized (select * from acted union all select * from silent),
    read as materialized (
        select unnest(need_to_know.seen_among(array(select w.record from waiting w where w.record is not null))) as record),
    seen as (
        select w.*, count(*) over () as total from waiting w
        where w.record in (select r.record from read r) or w.acted and need_to_know.answers_for(w.matter))
    select s.matter, s.state, s.decided_at, s.decided, s.proposed_at, s.objected_at, s.requested_at, s.due_at, s.total from seen s
    order by case when what = 'register' then s.since end desc, s.since, s.matter
    offset skipped limit most
$$;

revoke all on function need_to_know.concern_of, need_to_know.answers_for, need_to_know.sees_matter, need_to_know.acts_on,
    need_to_know.concern_facts, need_to_know.finding_came, need_to_know.note_course, need_to_know.courses, need_to_know.decided_at,
    need_to_know.added_since_closed from public;
grant execute on function need_to_know.answers_for, need_to_know.sees_matter, need_to_know.acts_on, need_to_know.concern_facts,
    need_to_know.finding_came, need_to_know.note_course, need_to_know.courses to wp_app;

-- As before, with that.

create or replace function need_to_know.own_concerns(skipped bigint, most bigint)
returns table (
    reference text, received_at timestamptz, protected boolean, additions bigint, outcome text, record text, linked boolean,
    decided_at timestamptz, total bigint
) language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (select need_to_know.account() as account where need_to_know.opens('raised')),
         mine as (
             select i.id, i.number, false as protected from me join inbox i on i.by_account = me.account
             where i.adds_to is null and i.content = 'hub_concern'
             union all
             select i.id, i.number, true from me join raiser p on p.account = me.account join inbox i on i.id = p.inbox
             where i.adds_to is null and i.content = 'hub_concern'),
         page as materialized (
             select m.*, count(*) over () as total from mine m order by m.number desc offset skipped limit most)
    select i.reference, i.received_at, p.protected, (select count(*) from inbox a where a.adds_to = i.reference),
           coalesce(last.outcome, ''), last.record, exists (select from record r where r.record = last.record),
           need_to_know.decided_at(last.record, i.reference),
           p.total
    from page p join inbox i on i.id = p.id
    left join lateral (
        select o.outcome, o.record from inbox_outcome o where o.inbox = i.id order by o.number desc limit 1) last on true
    order by p.number desc
$$;

create or replace function need_to_know.concerns_in(scope text, undecided boolean, skipped bigint, most bigint)
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
             select r.record, r.reference from record r, me
             where r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null
               and (scope <> 'team' or r.team = any (me.teams))),
         seen as materialized (
             select unnest(need_to_know.seen_among((select coalesce(array_agg(s.record), '{}') from sent s))) as record),
         found as materialized (
             select s.record, looked.*, decided.decided_at
             from sent s join seen on seen.record = s.record
             left join lateral (
                 select min(a.at) as opened_at, max(a.at) as last_opened_at, count(*) as openings from access a
                 where a.subject_kind = 'record' and a.subject = s.record and a.allowed and a.action = 'read'
                   and a.role = 'hub_practitioner') looked on true
             left join lateral (
                 select need_to_know.decided_at(s.record, s.reference) as decided_at) decided on true
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
        select count(*) as additions, max(a.recorded_at) as added_at from record a where a.adds_to = r.source) added on true
    left join lateral (
        select w.owner, w.at from work_event w where w.record = p.record order by w.id desc limit 1) owned on true
    order by p.place
$$;

create or replace function need_to_know.concern_counts(day_before timestamptz, week_before timestamptz)
returns table (agency text, received bigint, unopened bigint, unowned bigint, undecided bigint, over_a_day bigint, over_a_week bigint,
               oldest timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    with sent as materialized (
        select r.record, r.agency, r.recorded_at,
               exists (select from access a where a.subject_kind = 'record' and a.subject = r.record and a.allowed
                       and a.action = 'read' and a.role = 'hub_practitioner') as opened,
               (select w.owner from work_event w where w.record = r.record order by w.id desc limit 1) as owner,
               need_to_know.decided_at(r.record, r.reference) is not null as decided
        from record r
        where r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null and not r.sealed
          and r.record <> all ((select need_to_know.barred_records())::text[]))
    select s.agency, count(*) filter (where s.recorded_at >= week_before), count(*) filter (where not s.opened and not s.decided),
           count(*) filter (where s.owner is null and not s.decided), count(*) filter (where not s.decided),
           count(*) filter (where not s.decided and s.recorded_at < day_before),
           count(*) filter (where not s.decided and s.recorded_at < week_before), min(s.recorded_at) filter (where not s.decided)
    from sent s where (select need_to_know.opens('unnamed', 'scrutiny')) group by s.agency order by s.agency
$$;
