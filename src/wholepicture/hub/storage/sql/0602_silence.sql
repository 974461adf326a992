-- Silence waits too. What nobody acted on has no course, and an addition changes a course without an act: both are asked for here
-- each time, so that no list depends on somebody having acted or on a daily job.

create index record_raised_in_hub on record (recorded_at) where system = 'whole-picture' and adds_to is null and amended_by is null;

-- Whether whoever raised a concern, or another, added to it since it was closed: it waits for a decision again.
create function need_to_know.added_since_closed(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from course c join record r on r.record = need_to_know.concern_of(c.matter)
                   join record a on a.adds_to = r.source and a.known_at > c.closed_at
                   where c.matter = its_matter)
$$;

revoke all on function need_to_know.added_since_closed from public;

create or replace function need_to_know.decided_at(its_record text, its_reference text) returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
    select case when exists (select from course c where c.matter = 'concern:' || its_reference)
                then (select c.decided_at from course c where c.matter = 'concern:' || its_reference
                      and not need_to_know.added_since_closed(c.matter))
                else (select min(f.recorded_at) from fact f
                      where f.kind = 'outcome' and f.source in ('whole-picture/' || its_reference, its_record)) end
$$;

-- No duty that a concern starts is shorter than a day: what is younger and has no act cannot be late.
create or replace function need_to_know.courses(what text, skipped bigint, most bigint)
returns table (matter text, state text, decided_at timestamptz, decided text, proposed_at timestamptz, objected_at timestamptz,
               requested_at timestamptz, due_at timestamptz, total bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with acted as (
        select c.matter, c.state, c.decided_at, c.decided, c.proposed_at, c.objected_at, c.requested_at, c.due_at,
               case when what = 'register' then c.changed_at
                    else coalesce(least(c.objected_at, c.requested_at, c.proposed_at), c.due_at, c.closed_at) end as since
        from course c
        where case when what = 'register' then true
                   when what = 'findings' then c.matter like 'finding:%' and c.proposed_at is not null
                   else c.matter like 'concern:%'
                        and (c.objected_at is not null or c.requested_at is not null or c.proposed_at is not null
                             or c.due_at < need_to_know.at()
                             or c.closed_at is not null and need_to_know.added_since_closed(c.matter)) end),
         silent as (
             select 'concern:' || r.reference as matter, 'waiting for a decision' as state, null::timestamptz as decided_at,
                    '' as decided, null::timestamptz as proposed_at, null::timestamptz as objected_at,
                    null::timestamptz as requested_at, null::timestamptz as due_at, r.recorded_at as since
             from record r
             where what = 'waiting' and r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null
               and r.recorded_at < need_to_know.at() - interval '1 day'
               and not exists (select from course c where c.matter = 'concern:' || r.reference)
               and need_to_know.decided_at(r.record, r.reference) is null),
         waiting as materialized (select * from acted union all select * from silent),
         seen as (select w.*, count(*) over () as total from waiting w where need_to_know.sees_matter(w.matter))
    select s.matter, s.state, s.decided_at, s.decided, s.proposed_at, s.objected_at, s.requested_at, s.due_at, s.total from seen s
    order by case when what = 'register' then s.since end desc, s.since, s.matter
    offset skipped limit most
$$;

-- As before, but for when an addition came: once the ledger knew it, for whoever closed a minute earlier had not seen it.
create or replace function need_to_know.concern_facts(its_matter text)
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
