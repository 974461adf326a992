-- Oversight: findings that nobody answered climb and are listed; who deals with a concern is an act; how a matter stands can be made
-- anew from the acts; a partnership's own ladders.

alter table course
    add column owner uuid,
    add column owned_at timestamptz,
    add column not_to_act_at timestamptz,
    add column closing_by text not null default '',
    add column closing_at timestamptz,
    add column back_at timestamptz,
    add column waits_since timestamptz,
    add column rested_on bigint;
comment on column course.owned_at is 'When an act last said who deals with the concern (owner), or that nobody does (null).';
comment on column course.not_to_act_at is 'When it was last decided not to act, not to refer or not to share; stays whatever is decided later.';
comment on column course.closing_at is 'When it was last asked to be closed, and by whom (closing_by).';
comment on column course.back_at is 'When something brought the concern back once it was closed.';
comment on column course.waits_since is 'Of a finding: since when it waits for an answer; null where it has one.';
comment on column course.rested_on is 'Of a finding that was dismissed: on how many records it rested then. More bring it back.';
create index course_closing on course (closing_by, closing_at) where closing_at is not null;
grant select, insert, update, delete on course to wp_journey;

-- One truth of who deals with a concern: the last that was said, be it an act or an event of the work list (a seal hands over to its
-- lead by one).
create function need_to_know.owner_of(its_record text, its_reference text) returns table (owner uuid, at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select said.owner, said.at from (
        select c.owner, c.owned_at as at from course c where c.matter = 'concern:' || its_reference and c.owned_at is not null
        union all
        (select w.owner, w.at from work_event w where w.record = its_record order by w.id desc limit 1)) as said
    order by said.at desc limit 1
$$;

-- Of what is sealed or criticises somebody, whoever may not read it is not told that it is there, nor given it.
create function need_to_know.can_be_given(its_record text, whom uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select need_to_know.sees_record(its_record) and not need_to_know.barred_from(whom, its_record)
       and exists (
           select from accounts_account a join accounts_post p on p.account_id = a.id
           where a.handle = whom and a.is_active and p.role = 'hub_practitioner' and p.since <= need_to_know.at()
             and (p.until is null or need_to_know.at() < p.until))
       and (not exists (select from record r where r.record = its_record and r.sealed) or exists (
           select from relation n where n.account = whom and n.kind = 'sealed' and n.since <= need_to_know.at()
             and (n.until is null or need_to_know.at() < n.until)
             and (n.record = its_record or n.person in (
                 select s.person from sealed_record x join seal s on s.id = x.seal where x.record = its_record))))
$$;

drop function need_to_know.take_concern, need_to_know.release_concern, need_to_know.hand_over_concern, need_to_know.demand_work,
    need_to_know.lock_owner;

-- What the ledger holds about a concern beside its acts, as before; and everybody who wrote it or added to it, but whoever asked for
-- protection; and who deals with it. What the acts amount to must not depend on who reads them.
drop function need_to_know.concern_facts;
create function need_to_know.concern_facts(its_matter text)
returns table (record text, agency text, raised_at timestamptz, filed_as text, additions timestamptz[], mine boolean, raiser_there boolean,
               raiser uuid, raisers uuid[], criticised jsonb, findings jsonb, owner uuid)
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
           array(select distinct a.raiser from record a where (a.adds_to = it.source or a.record = it.record) and a.raiser is not null
                 order by 1),
           (select coalesce(jsonb_agg(jsonb_build_array(c.account, coalesce(c.since, it.recorded_at))), '[]')
            from criticised c where c.record = it.record),
           (select coalesce(jsonb_agg(jsonb_build_array(f.id, f.known_since, f.withdrawn_at) order by f.known_since, f.id), '[]')
            from finding_record fr join finding f on f.id = fr.finding where fr.record = it.record),
           (select o.owner from need_to_know.owner_of(it.record, it.reference) as o)
    from it
$$;

drop function need_to_know.note_course;
create function need_to_know.note_course(its_matter text, its_row jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform need_to_know.demand(need_to_know.sees_matter(its_matter)
        and exists (select from fact f where f.kind = 'acted' and f.source = its_matter), 'WP404', 'nothing there');
    delete from course c where c.matter = its_matter and c.changed_at <= (its_row ->> 'changed_at')::timestamptz;
    insert into course select (jsonb_populate_record(null::course, its_row || jsonb_build_object('matter', its_matter))).*
    on conflict (matter) do nothing;
end $$;

-- Findings -----------------------------------------------------------------------------------------------------------------

-- On how many records a finding rested once it had grown so often; 0 is when it surfaced.
create function need_to_know.rested_on(its_finding text, grown integer) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from (
        select jsonb_array_elements_text(f.content -> 'evidence') from finding f where f.id = its_finding
        union
        select jsonb_array_elements_text(g.content -> 'evidence') from finding_growth g
        where g.finding = its_finding and g.number <= grown) as rests
$$;

-- How a finding came and grew, and whom the concerns on which it rests criticise (null: nobody knows yet who it is).
drop function need_to_know.finding_came;
create function need_to_know.finding_came(its_matter text)
returns table (since timestamptz, records bigint, grew jsonb, criticised jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.known_since, (select count(*) from finding_record r where r.finding = f.id),
           (select coalesce(jsonb_agg(jsonb_build_array(g.at, need_to_know.rested_on(f.id, g.number)) order by g.number), '[]')
            from finding_growth g where g.finding = f.id),
           (select coalesce(jsonb_agg(distinct jsonb_build_array(c.account, coalesce(c.since, k.recorded_at))), '[]')
            from finding_record fr join record r on r.record = fr.record
            join record k on coalesce(k.adds_to, k.source) = coalesce(r.adds_to, r.source) join criticised c on c.record = k.record
            where fr.finding = f.id)
    from finding f where f.id = substr(its_matter, 9) and its_matter like 'finding:%' and need_to_know.sees_matter(its_matter)
$$;

-- Findings that have no answer, and since when each waits for one: those of which it was proposed that they be dismissed; and those
-- that began to wait in none of the spans given, which have not climbed far enough. Proposals first, then across children, then the
-- longest wait. Worked out anew each time, so that no list depends on a daily job.
create function need_to_know.findings_waiting(
    since timestamptz[], until timestamptz[], about_one text[], proposals boolean, skipped bigint, most bigint)
returns table (finding text, total bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with open as materialized (select need_to_know.opens('hub', 'finding', 'scrutiny', 'unnamed') as open),
         hidden as materialized (
             select need_to_know.sealed_findings() as sealed, need_to_know.opens('scrutiny') as scrutiny,
                    need_to_know.off_screen() as off),
         unanswered as (
             select f.id, f.pattern = any (about_one) as of_one, f.position, c.proposed_at,
                    case when c.matter is null then f.known_since when c.state = 'dismissed' then back.at else c.waits_since end as began
             from open join finding f on open.open cross join hidden
             left join course c on c.matter = 'finding:' || f.id
             left join lateral (
                 select min(g.at) as at from finding_growth g
                 where c.state = 'dismissed' and g.finding = f.id and g.at > c.decided_at
                   and need_to_know.rested_on(f.id, g.number) > c.rested_on) back on true
             where f.withdrawn_at is null and f.id <> all (hidden.sealed) and (hidden.scrutiny or f.id <> all (hidden.off))),
         listed as (
             select u.* from unanswered u
             where u.began is not null and (
                 proposals and u.proposed_at is not null
                 or not exists (select from unnest(since, until) as young(a, b) where u.began >= young.a and u.began < young.b)))
    select l.id, count(*) over () from listed l
    order by case when proposals then l.proposed_at end nulls last, l.of_one, l.began, l.position
    offset skipped limit most
$$;

-- Findings that were dismissed once and have something new since; the latest first.
create function need_to_know.findings_back(since timestamptz, until timestamptz) returns table (finding text)
language sql stable security definer set search_path = public, pg_temp as $$
    with open as materialized (
        select need_to_know.opens('hub', 'finding', 'scrutiny', 'unnamed') as open, need_to_know.sealed_findings() as sealed)
    select f.id from open join finding f on open.open and f.id <> all (open.sealed)
    join course c on c.matter = 'finding:' || f.id and c.rested_on is not null
    join lateral (
        select min(g.at) as at from finding_growth g
        where g.finding = f.id and need_to_know.rested_on(f.id, g.number) > c.rested_on) back
      on back.at >= since and back.at < until
    where f.withdrawn_at is null
    order by back.at desc, f.id
$$;

-- Of findings, what anybody who sees them may know without names: how many children and records, of which agencies, in which area (the
-- first half of a postcode). No age, no address.
create function need_to_know.finding_outlines(its_findings text[])
returns table (finding text, pattern text, known_since timestamptz, withdrawn boolean, children bigint, records bigint, agencies text[],
               areas text[], grown bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with asked as materialized (
             select f.* from unnest(its_findings) as i(id) join finding f on f.id = i.id where need_to_know.sees_finding(f.id)),
         place as materialized (
             select a.id, e.entity as named, m.entity,
                    substring(upper(coalesce(nullif(m.description ->> 'postcode', ''), m.text))
                              from '\m([A-Z]{1,2}[0-9][0-9A-Z]?) ?[0-9][A-Z]{2}\M') as area
             from asked a join finding_record fr on fr.finding = a.id join mention m on m.record = fr.record and m.kind = 'place'
             left join finding_entity e on e.finding = a.id and e.part = 'places' and (e.entity = m.entity or exists (
                 select from entity_alias x where x.entity = e.entity and x.now = m.entity)))
    select a.id, a.pattern, a.known_since, a.withdrawn_at is not null,
           (select count(*) from finding_entity e where e.finding = a.id and e.part = 'children'),
           (select count(*) from finding_record r where r.finding = a.id),
           array(select distinct r.agency_name from finding_record fr join record r on r.record = fr.record
                 where fr.finding = a.id order by 1),
           array(select distinct p.area from place p where p.id = a.id and p.area is not null
                 and (p.named is not null or not exists (select from place q where q.id = a.id and q.named is not null and q.area is not null))
                 order by 1),
           (select count(*) from finding_growth g where g.finding = a.id)
    from asked a
$$;

-- Those who lead: how many concerns of each agency were closed and came back between two moments, the second exclusive.
create function need_to_know.concerns_back(since timestamptz, until timestamptz) returns table (agency text, total bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with open as materialized (
        select need_to_know.opens('unnamed', 'scrutiny') as open, need_to_know.barred_records() as barred)
    select r.agency, count(*) from open join course c on open.open and c.matter like 'concern:%'
    join record r on r.record = need_to_know.concern_of(c.matter) and not r.sealed and r.record <> all (open.barred)
    where c.back_at >= since and c.back_at < until
       or exists (select from record a where a.adds_to = r.source and a.known_at > c.closed_at and a.known_at >= since and a.known_at < until)
    group by r.agency order by r.agency
$$;

-- The partnership's ladders ------------------------------------------------------------------------------------------------

-- Acts on ladders name nobody of a case; whoever is signed in reads by which ladder a clock runs.
create function need_to_know.ladder_acts() returns table (id text, author text, known_at timestamptz, body bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.id, f.author, f.known_at, p.body from fact f join payload p on p.sequence = f.sequence and p.name = 'act'
    where f.kind = 'acted' and f.source = 'ladders:partnership' and need_to_know.account() is not null
    order by f.sequence
$$;

-- Lists --------------------------------------------------------------------------------------------------------------------

-- As before; the register can be cut to the decisions not to act, and shows what nobody acted on at all: silence is in it too.
create or replace function need_to_know.courses(what text, skipped bigint, most bigint)
returns table (matter text, state text, decided_at timestamptz, decided text, proposed_at timestamptz, objected_at timestamptz,
               requested_at timestamptz, due_at timestamptz, total bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with acted as (
        select c.matter, c.state, c.decided_at, c.decided, c.proposed_at, c.objected_at, c.requested_at, c.due_at,
               need_to_know.concern_of(c.matter) as record, true as acted,
               case when what = 'register' then c.changed_at when what = 'not to act' then c.not_to_act_at
                    else coalesce(least(c.objected_at, c.requested_at, c.proposed_at), c.due_at, c.closed_at) end as since
        from course c
        where c.matter like 'concern:%'
          and case what when 'register' then true when 'not to act' then c.not_to_act_at is not null
              else c.objected_at is not null or c.requested_at is not null or c.proposed_at is not null
                   or c.due_at < need_to_know.at() or c.closed_at is not null and need_to_know.added_since_closed(c.matter) end),
    silent as (
        select 'concern:' || r.reference, 'waiting for a decision', null::timestamptz, '', null::timestamptz, null::timestamptz,
               null::timestamptz, null::timestamptz, r.record, false, r.recorded_at
        from record r
        where what in ('waiting', 'register') and r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null
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
    order by case when what <> 'waiting' then s.since end desc, s.since, s.matter
    offset skipped limit most
$$;

-- Which other matters were asked to be closed by the same person within so many minutes of one of these.
create function need_to_know.closed_beside(its_matters text[], minutes integer) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct b.matter from course a
    join course b on b.closing_by = a.closing_by and b.matter <> all (its_matters)
     and b.closing_at between a.closing_at - make_interval(mins => minutes) and a.closing_at + make_interval(mins => minutes)
    where need_to_know.opens('scrutiny') and a.matter = any (its_matters) and a.closing_at is not null
    order by 1
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
    left join lateral need_to_know.owner_of(p.record, r.reference) owned on true
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
               (select o.owner from need_to_know.owner_of(r.record, r.reference) as o) as owner,
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

revoke all on function need_to_know.owner_of, need_to_know.can_be_given, need_to_know.concern_facts, need_to_know.note_course,
    need_to_know.rested_on, need_to_know.finding_came, need_to_know.findings_waiting, need_to_know.findings_back,
    need_to_know.finding_outlines, need_to_know.concerns_back, need_to_know.ladder_acts, need_to_know.closed_beside from public;
grant execute on function need_to_know.can_be_given, need_to_know.concern_facts, need_to_know.note_course, need_to_know.finding_came,
    need_to_know.findings_waiting, need_to_know.findings_back, need_to_know.finding_outlines, need_to_know.concerns_back,
    need_to_know.ladder_acts, need_to_know.closed_beside to wp_app;
