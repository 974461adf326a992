-- Hidden takes as long as absent: what decides is worked out before anything is looked for, for findings, and for somebody or something
-- known, as it was for records.

create function need_to_know.findings_seen_among(findings text[]) returns setof text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    sealed text[] := need_to_know.sealed_findings();
    wide boolean := need_to_know.opens('hub', 'finding', 'scrutiny', 'unnamed');
    mine text[] := case when wide then '{}' else need_to_know.findings_of_mine() end;
    off text[] := case when need_to_know.opens('scrutiny') then '{}' else need_to_know.off_screen() end;
begin
    return query
        select f.id from unnest(findings) as asked(id) join finding f on f.id = asked.id
        where f.id <> all (sealed) and f.id <> all (off) and (wide or f.id = any (mine));
end $$;

create or replace function need_to_know.sees_finding(it text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from need_to_know.findings_seen_among(array[it]))
$$;

create or replace function need_to_know.may_ask_for(its_record text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    near text[] := array(
        select l.right_record from link l where l.left_record = its_record and l.judgement <> 'different'
        union
        select l.left_record from link l where l.right_record = its_record and l.judgement <> 'different');
    seen text[] := need_to_know.seen_among(near || its_record);
    rests boolean := exists (select from need_to_know.findings_seen_among(
        array(select fr.finding from finding_record fr where fr.record = its_record)));
    there boolean := exists (select from record r where r.record = its_record and not r.sealed);
begin
    return there and not its_record = any (seen) and (cardinality(seen) > 0 or rests);
end $$;

create or replace function need_to_know.askable(its_record text) returns table (agency text, day date)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    barred text[] := need_to_know.barred_records();
    may boolean := need_to_know.may_ask_for(its_record);
begin
    return query
        select r.agency, (r.recorded_at at time zone 'Europe/London')::date from record r
        where r.record = its_record and may and r.record <> all (barred);
end $$;

-- Whether the acting reader may read a record that speaks of an entity, or of a person whom somebody confirmed.
create function need_to_know.sees_known(its_key text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    known text := its_key;
    later text;
    records text[];
begin
    for step in 1..20 loop
        select a.now into later from entity_alias a where a.entity = known order by a.number desc limit 1;
        exit when later is null or later = known;
        known := later;
    end loop;
    select array_agg(distinct s.record) into records from (
        select m.record from mention m where m.entity = known
        union all
        select c.record from confirmed c where c.person::text = its_key and c.withdrawn_at is null) as s;
    return exists (select from need_to_know.readable_among(coalesce(records, '{}')));
end $$;

revoke all on function need_to_know.sees_known, need_to_know.findings_seen_among from public;
grant execute on function need_to_know.sees_known, need_to_know.sees_finding to wp_app;
