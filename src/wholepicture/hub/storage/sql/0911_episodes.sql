-- Return home interviews: every return from missing has one of its own, whoever's record states it. What was said of one stands
-- under "episode:" and the source of the record, which all its versions share.

create index record_returned on record (happened_until desc) where kind = 'missing episode' and amended_by is null and withdrawn_at is null;

-- The record of an episode as it stands now: hidden and absent alike are null.
create function need_to_know.episode_of(its_matter text) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select r.record from record r
    where its_matter like 'episode:%' and r.source = substr(its_matter, 9) and r.kind = 'missing episode' and r.amended_by is null
    order by r.sequence limit 1
$$;

create or replace function need_to_know.sees_matter(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select case when its_matter like 'finding:%' then need_to_know.sees_finding(substr(its_matter, 9))
                when its_matter like 'meeting:%' then need_to_know.sees_meeting(its_matter)
                when its_matter like 'episode:%' then coalesce(need_to_know.sees_record(need_to_know.episode_of(its_matter)), false)
                else coalesce(need_to_know.sees_record(need_to_know.concern_of(its_matter)), false)
                     or need_to_know.answers_for(its_matter) or need_to_know.follows(its_matter) end
$$;

-- From when the clock of a return runs, as decisions/episode_course.py has it: the end of the episode, or the start of its last day
-- where the record states the day alone and so ends at midnight.
create function need_to_know.returned_at(until timestamptz) returns timestamptz
language sql stable parallel safe as $$
    select case when (until at time zone 'Europe/London')::time = '00:00'
                then ((until at time zone 'Europe/London') - interval '1 day') at time zone 'Europe/London' else until end
$$;

-- The returns in a state, those that the acting reader may see, and how many there are in each. "in time": no interview is recorded
-- and the time is not over; "over": it is, and the return became known here while there was time; "known late": it was over before the
-- return became known here; "held"; "away": the record states no return. What can still be met stands first, then what is latest.
create function need_to_know.returns(what text, hours int, skipped bigint, most bigint)
returns table (record text, in_time bigint, over bigint, known_late bigint, held bigint, away bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with episode as materialized (
        select r.record, r.happened_since, need_to_know.returned_at(r.happened_until) as returned, r.known_at, c.closed_at
        from record r left join course c on c.matter = 'episode:' || r.source
        where r.kind = 'missing episode' and r.amended_by is null and r.withdrawn_at is null
          and (r.happened_until is null or r.happened_until <= need_to_know.at())),
    may as materialized (
        select r from need_to_know.readable_among((select array_agg(e.record) from episode e)) as r),
    stands as materialized (
        select e.*, case when e.returned is null then 'away' when e.closed_at >= e.returned then 'held'
                         when e.returned + make_interval(hours => hours) >= need_to_know.at() then 'in time'
                         when e.known_at > e.returned + make_interval(hours => hours) then 'known late' else 'over' end as state
        from episode e where e.record in (select r from may)),
    counted as (
        select count(*) filter (where s.state = 'in time') as in_time, count(*) filter (where s.state = 'over') as over,
               count(*) filter (where s.state = 'known late') as known_late, count(*) filter (where s.state = 'held') as held,
               count(*) filter (where s.state = 'away') as away from stands s),
    page as (
        select s.record, row_number() over (
            order by case when what = 'in time' then s.returned end,
                     case when what = 'held' then s.closed_at else coalesce(s.returned, s.happened_since) end desc nulls last, s.record) as number
        from stands s where s.state = what)
    select p.record, c.* from counted c
    left join (select * from page where page.number > skipped and page.number <= skipped + most) p on true
    order by p.number
$$;

-- The same for those who lead: counts alone, of returns since a moment, with what was held in time and what was held late.
create function need_to_know.returns_counted(since timestamptz, hours int)
returns table (returned bigint, held_in_time bigint, held_late bigint, still_time bigint, over bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with episode as (
        select need_to_know.returned_at(r.happened_until) as returned, c.decided_at as held, c.closed_at
        from record r left join course c on c.matter = 'episode:' || r.source
        where need_to_know.opens('unnamed', 'hub', 'scrutiny') and r.kind = 'missing episode' and r.amended_by is null and r.withdrawn_at is null
          and not r.sealed and r.happened_until > since and r.happened_until <= need_to_know.at()),
    stands as (
        select e.*, coalesce(e.closed_at >= e.returned, false) as done, e.returned + make_interval(hours => hours) as due from episode e)
    select count(*), count(*) filter (where s.done and s.held <= s.due), count(*) filter (where s.done and s.held > s.due),
           count(*) filter (where not s.done and s.due >= need_to_know.at()), count(*) filter (where not s.done and s.due < need_to_know.at())
    from stands s
$$;

revoke all on function need_to_know.episode_of, need_to_know.returned_at, need_to_know.returns, need_to_know.returns_counted from public;
grant execute on function need_to_know.returns, need_to_know.returns_counted to wp_app;
