-- What pages about records, persons and places ask for beside what row-level security shows them.

-- The row as it was received: the parts that were not erased, of a record that the acting reader may read.
create function need_to_know.received_parts(its_record text) returns table (number integer, name text, body bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    with shown as materialized (select its_record as record where need_to_know.sees_record(its_record))
    select p.number, p.name, p.body from shown s join fact f on f.id = s.record join payload p on p.sequence = f.sequence
    order by p.number
$$;

-- possible_matches() for many records at once. `via` is the record of the reader's own with which each is linked.
create function need_to_know.possible_matches_of(records text[])
returns table (via text, record text, agency text, day date)
language sql stable security definer set search_path = public, pg_temp as $$
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
    order by r.recorded_at, r.record
$$;

-- Whose record it is that may be asked for, and from which day: nothing where it may not.
create function need_to_know.askable(its_record text) returns table (agency text, day date)
language sql stable security definer set search_path = public, pg_temp as $$
    with asked as materialized (
        select its_record as record
        where need_to_know.may_ask_for(its_record) and its_record <> all (need_to_know.barred_records()))
    select r.agency, (r.recorded_at at time zone 'Europe/London')::date from asked a join record r on r.record = a.record
$$;

-- In an emergency somebody reads a reference out. It is found and opened in one step, so that nobody can try references.
create function need_to_know.open_reference(
    its_reference text, its_code text, why text, signed_in_again boolean, due timestamptz
) returns table (opening bigint, record text) language plpgsql security definer set search_path = public, pg_temp as $$
declare found_record text;
begin
    select r.record into found_record from record r
    where upper(r.reference) = upper(btrim(its_reference)) and r.amended_by is null and not r.sealed
      and r.record <> all (need_to_know.barred_records())
    order by r.system <> 'whole-picture', r.known_at desc, r.record limit 1;
    perform need_to_know.demand(found_record is not null, 'WP404', 'nothing there');
    return query select need_to_know.open_break_glass(found_record, null, its_code, why, signed_in_again, due), found_record;
end $$;

create index record_by_upper_reference on record (upper(reference));

-- How many facts wait for the journey: a number that is the same for everybody, whatever they may see.
create function need_to_know.facts_waiting() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select greatest(0, (select coalesce(max(f.sequence), 0) from fact f) - j.applied_through) from journey_state j
$$;

-- Whoever reviews an emergency opening sees what was looked at under it.
create policy reviewed on access for select to wp_app using (
    break_glass is not null
    and (select need_to_know.context() ->> 'purpose') = 'review_break_glass'
    and exists (select from break_glass b where b.id = access.break_glass)
);
create index access_under_break_glass on access (break_glass) where break_glass is not null;

revoke all on function need_to_know.received_parts, need_to_know.possible_matches_of, need_to_know.askable,
    need_to_know.open_reference, need_to_know.facts_waiting from public;
grant execute on function need_to_know.received_parts, need_to_know.possible_matches_of, need_to_know.askable,
    need_to_know.open_reference, need_to_know.facts_waiting to wp_app;
grant execute on function need_to_know.facts_waiting to wp_journey;
