-- What every page asks, planned once in a session and not with every question: behind row-level security a plan costs more than
-- the answer. Nothing here decides anew who sees what.

create index inbox_outcome_to on inbox_outcome (record) where record is not null;
create index raiser_by_reference on raiser (reference) where reference <> '';

-- What the policy needs to know of records, for whoever asks, under the policies of whoever asks.
create function need_to_know.facts_of(records text[])
returns table (record text, agency text, team bigint, thread text[], raisers uuid[], mine boolean, persons uuid[],
               criticised jsonb, seals jsonb, in_finding boolean)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    with shown as materialized (
        select r.record, r.agency, r.team, r.raiser, coalesce(r.adds_to, r.source) as thread, r.adds_to
        from public.record r where r.record = any (records)),
    together as materialized (
        -- Two look-ups by plain equality: behind row-level security no index serves an expression such as coalesce().
        select s.record, t.record as other from shown s join public.record t on t.source = s.thread and t.adds_to is null
        union all
        select s.record, t.record as other from shown s join public.record t on t.adds_to = s.thread)
    select s.record, s.agency, s.team,
        (select array_agg(t.other) from together t where t.record = s.record),
        array(select r.raiser from public.record r where r.raiser is not null and (r.record = s.record or r.source = s.adds_to)),
        s.record = any ((select need_to_know.raised_records())::text[]),
        array(select distinct c.person from together t join public.confirmed c on c.record = t.other
              where t.record = s.record and c.withdrawn_at is null order by 1),
        (select jsonb_agg(jsonb_build_array(c.account, c.since))
         from together t join public.criticised c on c.record = t.other where t.record = s.record),
        (select jsonb_agg(jsonb_build_array(l.record, l.person))
         from public.sealed_record x join public.seal l on l.id = x.seal where x.record = s.record),
        exists (select from public.finding_record fr where fr.record = s.record)
    from shown s;
end $$;

-- Every relation and emergency opening that whoever asks has or had.
create function need_to_know.relations_held()
returns table (account uuid, kind text, since timestamptz, until timestamptz, record text, person uuid)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare me uuid := need_to_know.account();
begin
    return query
    select r.account, r.kind, r.since, r.until, r.record, r.person from relation r where r.account = me
    union all
    select b.account, 'break glass', b.opened_at, b.until, b.record, b.person from break_glass b where b.account = me
    order by 3, 2, 5, 6;
end $$;

-- How often whoever asks has searched from a moment on, inclusive.
create function need_to_know.searches_since(moment timestamptz) returns bigint
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare me uuid := need_to_know.account();
begin
    return (select count(*) from access a
            where a.account = me and a.at >= moment and a.action = 'search' and a.subject_kind = 'search');
end $$;

create or replace function need_to_know.readable_among(records text[]) returns setof text
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    unsealed text[] := need_to_know.unsealed_records();
    barred text[] := need_to_know.barred_records();
    opened text[] := need_to_know.opened_records();
    teams bigint[] := need_to_know.line_teams();
    closed text[] := need_to_know.barred_to_managers();
    wide boolean := need_to_know.opens('hub', 'scrutiny');
    by_finding boolean := need_to_know.opens('finding');
    unseen text[] := case when by_finding then need_to_know.sealed_findings() || need_to_know.off_screen() else '{}' end;
begin
    return query
    select r.record from unnest(records) as asked(record) join record r on r.record = asked.record
    where (not r.sealed or r.record = any (unsealed)) and r.record <> all (barred)
      and (wide or r.record = any (opened) or r.team = any (teams) and r.record <> all (closed)
           or by_finding and exists (
               select from finding_record fr where fr.record = r.record and fr.finding <> all (unseen)));
end $$;

create or replace function need_to_know.seen_among(records text[]) returns text[] language sql stable as $$
    select coalesce(array_agg(r), '{}') from need_to_know.readable_among(records) as r
$$;

create or replace function need_to_know.found_by(kinds text[], keys text[], groups int[], weights int[], needed int, most int)
returns table (mention text, record text, entity text, kind text, role text, words text, description jsonb, met int[])
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    with asked as materialized (
             select * from unnest(kinds, keys, groups, weights) as a(kind, key, part, weight)),
         widened as materialized (
             select w.kind, w.key, w.part, max(w.weight) as weight from (
                 select a.kind, a.key, a.part, a.weight from asked a where a.kind <> 'slip'
                 union all
                 select 'name', s.word, a.part, a.weight from asked a join name_slip s on s.slip = a.key where a.kind = 'slip'
             ) as w group by 1, 2, 3),
         hit as materialized (
             select k.record, k.mention, w.part, max(w.weight) as weight
             from widened w join match_key k on k.kind = w.kind and k.key = w.key group by 1, 2, 3),
         together as materialized (
             select h.record, sum(h.weight) as weight from (
                 select h.record, h.part, max(h.weight) as weight from hit h group by 1, 2) as h
             group by 1 having count(*) >= needed),
         best as materialized (
             select t.record, t.weight from together t
             join need_to_know.readable_among((select array_agg(a.record) from together a)) as may(record) on may.record = t.record
             join record r on r.record = t.record and r.amended_by is null
             order by t.weight desc, r.known_at desc, t.record limit most)
    select m.mention, m.record, m.entity, m.kind, m.role, m.text, m.description, array_agg(h.part order by h.part)
    from best b join hit h on h.record = b.record join mention m on m.mention = h.mention
    group by m.mention, b.weight order by b.weight desc, m.mention;
end $$;

create or replace function need_to_know.possible_matches_of(records text[])
returns table (via text, record text, agency text, day date)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    with mine as materialized (select unnest(need_to_know.seen_among(records)) as record),
         near as ( -- either end by its own index: with "or" every link would be gone through
             select m.record as via, l.right_record as other, l.left_mention, l.right_mention, l.sequence, l.judgement
             from mine m join link l on l.left_record = m.record
             union all
             select m.record, l.left_record, l.left_mention, l.right_mention, l.sequence, l.judgement
             from mine m join link l on l.right_record = m.record where l.left_record <> l.right_record),
         pair as (
             select distinct on (n.left_mention, n.right_mention, n.via) n.judgement, n.via, n.other
             from near n order by n.left_mention, n.right_mention, n.via, n.sequence desc),
         other as materialized (
             select min(p.via) as via, p.other as record from pair p where p.judgement <> 'different' group by p.other),
         seen as materialized (
             select need_to_know.seen_among((select coalesce(array_agg(o.record), '{}') from other o)) as records,
                    need_to_know.barred_records() as barred)
    select o.via, r.record, r.agency, (r.recorded_at at time zone 'Europe/London')::date
    from other o join record r on r.record = o.record, seen
    where not r.sealed and r.record <> all (seen.barred) and r.record <> all (seen.records)
    order by r.recorded_at, r.record;
end $$;

-- Whoever raised one of these records under protection: each way to know it by an index of its own.
create or replace function need_to_know.protected_raisers(its_records text[]) returns table (record text, account uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.record, p.account from record r join raiser p on p.reference = r.reference and p.reference <> ''
    where r.record = any (its_records) and r.system = 'whole-picture'
    union
    select r.record, p.account from record r
    join raiser p on p.reference = substr(r.adds_to, length('whole-picture/') + 1) and p.reference <> ''
    where r.record = any (its_records) and r.system = 'whole-picture' and r.adds_to like 'whole-picture/%'
    union
    select o.record, p.account from inbox_outcome o join raiser p on p.inbox = o.inbox where o.record = any (its_records)
$$;

-- Who opened those of these concerns that whoever asks has raised, in the order of time: posts and agencies, and nobody who raised
-- them. A line in a list, or a look at what was decided, is no opening.
drop function need_to_know.who_opened(text);
create function need_to_know.who_opened(its_records text[])
returns table (record text, at timestamptz, role text, agency text, action text)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    mine text[] := case when need_to_know.opens('raised') then need_to_know.raised_records() else '{}' end;
begin
    return query
    with thread as materialized (
             select k.record as concern, t.record, t.adds_to, t.raiser
             from record k join record t on coalesce(t.adds_to, t.source) = coalesce(k.adds_to, k.source)
             where k.record = any (its_records) and k.record = any (mine)),
         raised as materialized (
             select p.record, p.account
             from need_to_know.protected_raisers((select coalesce(array_agg(t.record), '{}') from thread t)) p
             union
             select t.record, t.raiser from thread t where t.raiser is not null
             union
             select t.record, k.raiser from thread t join record k on k.source = t.adds_to where k.raiser is not null)
    select t.concern, a.at, a.role, a.agency, a.action
    from thread t join access a on a.subject_kind = 'record' and a.subject = t.record
    where a.allowed and a.action not in ('list', 'listed', 'read decisions', 'decide')
      and not exists (select from raised r where r.record = t.record and r.account = a.account)
    order by a.at, a.id;
end $$;

revoke all on function need_to_know.facts_of, need_to_know.relations_held, need_to_know.searches_since, need_to_know.who_opened from public;
grant execute on function need_to_know.facts_of, need_to_know.relations_held, need_to_know.searches_since, need_to_know.who_opened to wp_app;
