-- Link review: which pairs to ask about first, and what people have said of a pair.

create index link_by_person on link (sequence desc) where by_person;
create index fact_judged_of on fact (source) where kind = 'judged';
create index fact_judged_by on fact (author, sequence desc) where kind = 'judged';

-- The pairs that wait for a person, those first whose answer would matter most: by the records of findings that rest on one
-- of the two, then by how many mentions the answer would join. Of two entities one pair, the one with most to go by.
create function need_to_know.links_to_review(most int)
returns table (left_mention text, right_mention text, findings int, joined int)
language sql stable security definer set search_path = public, pg_temp as $$
    with live as materialized (
             select f.id from finding f where f.withdrawn_at is null order by f.position desc limit 300),
         at_stake as materialized (
             select e.entity, count(distinct r.record)::int as evidence, count(distinct e.finding)::int as findings
             from live join finding_entity e on e.finding = live.id join finding_record r on r.finding = live.id
             group by e.entity),
         near as materialized (
             select distinct n.left_mention, n.right_mention from (
                 select l.left_mention, l.right_mention from at_stake s join mention m on m.entity = s.entity
                 join link l on l.left_mention = m.mention where l.judgement in ('unsure', 'compatible')
                 union all
                 select l.left_mention, l.right_mention from at_stake s join mention m on m.entity = s.entity
                 join link l on l.right_mention = m.mention where l.judgement in ('unsure', 'compatible')) as n
             limit 5000),
         pair as (
             select n.left_mention, n.right_mention from near n
             union
             (select l.left_mention, l.right_mention from link l where l.judgement = 'unsure' order by l.sequence desc limit 500)),
         latest as materialized (
             select distinct on (l.left_mention, l.right_mention) l.*
             from pair p join link l on l.left_mention = p.left_mention and l.right_mention = p.right_mention
             order by l.left_mention, l.right_mention, l.sequence desc),
         spoken as materialized (
             select distinct on (l.left_mention, l.right_mention) l.left_mention, l.right_mention, l.judgement
             from link l where l.by_person order by l.left_mention, l.right_mention, l.sequence desc),
         settled as materialized (
             select distinct least(a.entity, b.entity) as one, greatest(a.entity, b.entity) as other
             from spoken s join mention a on a.mention = s.left_mention join mention b on b.mention = s.right_mention
             where s.judgement <> 'unsure'),
         waiting as materialized (
             select l.left_mention, l.right_mention, l.left_record, l.right_record, l.weight, l.sequence,
                    least(a.entity, b.entity) as one, greatest(a.entity, b.entity) as other
             from latest l join mention a on a.mention = l.left_mention join mention b on b.mention = l.right_mention
             join record x on x.record = a.record and x.amended_by is null
             join record y on y.record = b.record and y.amended_by is null
             where l.judgement in ('unsure', 'compatible') and a.entity <> b.entity
               and not exists (select from settled s where s.one = least(a.entity, b.entity)
                               and s.other = greatest(a.entity, b.entity))),
         may as materialized (
             select r from need_to_know.readable_among((
                 select array_agg(distinct w.r) from (
                     select left_record as r from waiting union all select right_record from waiting) as w)) as r),
         shown as (
             select distinct on (w.one, w.other) w.*,
                    coalesce(s.evidence, 0) + coalesce(t.evidence, 0) as evidence,
                    (coalesce(s.findings, 0) + coalesce(t.findings, 0))::int as findings
             from waiting w left join at_stake s on s.entity = w.one left join at_stake t on t.entity = w.other
             where w.left_record in (select r from may) and w.right_record in (select r from may)
             order by w.one, w.other, w.weight desc, w.left_mention, w.right_mention),
         sized as (
             select s.*, (select count(*) from mention m where m.entity in (s.one, s.other))::int as joined from shown s)
    select z.left_mention, z.right_mention, z.findings, z.joined from sized z
    order by z.evidence desc, z.joined desc, z.sequence desc, z.left_mention, z.right_mention limit most
$$;

create function need_to_know.judged_facts(its_sequences bigint[])
returns table (fact text, sequence bigint, account text, at timestamptz, said json)
language sql stable security definer set search_path = public, pg_temp as $$
    with told as materialized (
             select f.id, f.sequence, f.author, f.known_at, convert_from(p.body, 'UTF8')::json as said
             from fact f join payload p on p.sequence = f.sequence and p.name = 'word'
             where f.kind = 'judged' and f.sequence = any (its_sequences)),
         ends as materialized (
             select t.sequence, m.record from told t
             join mention m on m.mention in (t.said ->> 'mention', t.said ->> 'other')),
         may as materialized (
             select r from need_to_know.readable_among((select array_agg(distinct e.record) from ends e)) as r)
    select t.id, t.sequence, t.author, t.known_at, t.said from told t
    where t.said ->> 'other' is not null
      and (select count(*) from ends e where e.sequence = t.sequence and e.record in (select r from may))
          >= case when t.said ->> 'mention' = t.said ->> 'other' then 1 else 2 end
    order by t.sequence
$$;

-- What people have said of pairs of these mentions; and what the acting reader has said, latest first. Only where both
-- records may be read.
create function need_to_know.words_on(mentions text[])
returns table (fact text, sequence bigint, account text, at timestamptz, said json)
language sql stable security definer set search_path = public, pg_temp as $$
    select j.* from need_to_know.judged_facts((
        select coalesce(array_agg(f.sequence), '{}') from fact f where f.kind = 'judged' and f.source = any (mentions))) as j
$$;

create function need_to_know.own_words(most int)
returns table (fact text, sequence bigint, account text, at timestamptz, said json)
language sql stable security definer set search_path = public, pg_temp as $$
    select j.* from need_to_know.judged_facts((
        select coalesce(array_agg(f.sequence), '{}') from (
            select f.sequence from fact f where f.kind = 'judged' and f.author = need_to_know.account()::text
            order by f.sequence desc limit most) as f)) as j
$$;

revoke all on function need_to_know.links_to_review, need_to_know.judged_facts, need_to_know.words_on, need_to_know.own_words
    from public;
grant execute on function need_to_know.links_to_review, need_to_know.words_on, need_to_know.own_words to wp_app;
