-- Anti-social behaviour case reviews: places with so many reports in so short a time that the case may be reviewed. What was said of a
-- place stands under "place:" and one of its mentions, whichever entity that belongs to now.

create or replace function need_to_know.sees_matter(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select case when its_matter like 'finding:%' then need_to_know.sees_finding(substr(its_matter, 9))
                when its_matter like 'meeting:%' then need_to_know.sees_meeting(its_matter)
                when its_matter like 'episode:%' then coalesce(need_to_know.sees_record(need_to_know.episode_of(its_matter)), false)
                when its_matter like 'place:%' then coalesce(need_to_know.sees_record(
                    (select m.record from mention m where m.mention = substr(its_matter, 7) and m.kind = 'place')), false)
                else coalesce(need_to_know.sees_record(need_to_know.concern_of(its_matter)), false)
                     or need_to_know.answers_for(its_matter) or need_to_know.follows(its_matter) end
$$;

-- Reports of anti-social behaviour that name where it happened: a place that has a number or a name, not a street.
create function need_to_know.nuisance_reported(since timestamptz, at_entity text)
returns table (entity text, record text, at timestamptz, recorded_at timestamptz, asks_of_child boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    with report as materialized (
        select m.entity, r.record, coalesce(r.happened_since, r.recorded_at) as at, r.recorded_at, r.question is not null as asks
        from record r join mention m on m.record = r.record and m.kind = 'place' and m.role = 'location'
        where r.kind = 'complaint' and r.amended_by is null and r.withdrawn_at is null and r.known_at <= need_to_know.at()
          and coalesce(r.happened_since, r.recorded_at) > since and (at_entity = '' or m.entity = at_entity)
          and (m.text ~ '[0-9]' or coalesce(m.description ->> 'venue', '') <> '')),
    may as materialized (
        select r from need_to_know.readable_among((select array_agg(distinct p.record) from report p)) as r)
    select p.entity, p.record, min(p.at), min(p.recorded_at), bool_or(p.asks) from report p
    where p.record in (select r from may) group by p.entity, p.record
$$;

-- When the case of each of these places was last reviewed.
create function need_to_know.last_reviews(entities text[]) returns table (entity text, at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.entity, max(c.closed_at) from course c join mention m on m.mention = substr(c.matter, 7)
    where c.matter like 'place:%' and c.closed_at is not null and m.entity = any (entities) group by m.entity
$$;

create function need_to_know.place_acts(its_entity text)
returns table (matter text, id text, author text, known_at timestamptz, body bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.source, f.id, f.author, f.known_at, p.body
    from mention m join fact f on f.source = 'place:' || m.mention and f.kind = 'acted'
    join payload p on p.sequence = f.sequence and p.name = 'act'
    where m.entity = its_entity and need_to_know.sees_matter(f.source)
    order by f.sequence
$$;

revoke all on function need_to_know.nuisance_reported, need_to_know.last_reviews, need_to_know.place_acts from public;
grant execute on function need_to_know.nuisance_reported, need_to_know.last_reviews, need_to_know.place_acts to wp_app;
