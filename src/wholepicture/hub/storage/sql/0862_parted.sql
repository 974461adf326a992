-- Wrong person: whoever judges a link may part two who are not one, so they tell its readers too; nobody is told again what
-- waits for them already; and what was parted is shown to those who may read it, so that it can be taken back.

create or replace function need_to_know.tell_readers(records text[], words text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare told bigint;
begin
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner', 'analyst', 'manager'), 'WP403', 'not in this role');
    perform need_to_know.demand((select bool_and(r = any (need_to_know.seen_among(records))) from unnest(records) as r), 'WP404',
        'nothing there');
    with reader as (
        select distinct a.account, its.record
        from unnest(records) as its(record)
        join access a on a.allowed and (
            a.subject_kind = 'record' and a.subject = its.record
            or a.subject_kind = 'finding' and a.subject in (select fr.finding from finding_record fr where fr.record = its.record))
        where a.account <> need_to_know.account()),
    fresh as (
        insert into notice (account, kind, record, words, at)
        select r.account, 'wrong person', r.record, tell_readers.words, need_to_know.at() from reader r
        where not exists (select from notice n where n.account = r.account and n.kind = 'wrong person' and n.record = r.record
                          and n.words = tell_readers.words and n.seen_at is null))
    select count(distinct r.account) into told from reader r;
    return told;
end $$;

-- The partings of these mentions that nobody took back, where the acting reader may read the mention's record.
create function need_to_know.partings_of(mentions text[])
returns table (mention text, fact text, account text, at timestamptz, said json)
language sql stable security definer set search_path = public, pg_temp as $$
    with word as materialized (
             select distinct on (f.source) f.source as mention, f.id as fact, f.author as account, f.known_at as at,
                    convert_from(p.body, 'UTF8')::json as said
             from fact f join payload p on p.sequence = f.sequence and p.name = 'word'
             where f.kind = 'judged' and f.source = any (mentions)
               and convert_from(p.body, 'UTF8')::json ->> 'act' in ('part', 'rejoin')
             order by f.source, f.sequence desc),
         its as materialized (
             select w.*, m.record, m.entity from word w join mention m on m.mention = w.mention
             where w.said ->> 'act' = 'part'),
         may as materialized (
             select r from need_to_know.readable_among((select array_agg(distinct i.record) from its i)) as r)
    select i.mention, i.fact, i.account, i.at, i.said from its i
    where i.record in (select r from may)
      and not exists (select from mention o where o.mention = i.said ->> 'was_with' and o.entity = i.entity)
    order by i.mention
$$;

revoke all on function need_to_know.partings_of from public;
grant execute on function need_to_know.partings_of to wp_app;
