-- Replay: what a finding's page showed is a fact; and what there is about records, findings and matters, with its proof.

create index fact_displayed_of on fact (source, sequence) where kind = 'displayed';
create index fact_outcome_of on fact (source, sequence) where kind = 'outcome';

-- Whoever raised one of these records under protection. From the few who asked for it, never from the many records.
create function need_to_know.protected_raisers(its_records text[]) returns table (record text, account uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.record, p.account from raiser p join record r
        on p.reference <> '' and r.system = 'whole-picture' and (r.reference = p.reference or r.adds_to = r.system || '/' || p.reference)
    where r.record = any (its_records)
    union
    select o.record, p.account from raiser p join inbox_outcome o on o.inbox = p.inbox where o.record = any (its_records)
$$;

-- The facts about these records, and on these matters ("concern:…", "finding:…"), that the acting reader may see, known before
-- a moment. Of a display a scrutineer sees the account, others their own alone; what whoever raised a record under protection was
-- shown stays out, as it does in the access log. body is what an outcome says, or what of a finding was shown.
create function need_to_know.facts_about(its_records text[], its_matters text[], until timestamptz)
returns table (id text, kind text, source text, author text, known_at timestamptz, digest text, body bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (
             select need_to_know.account()::text as account, need_to_know.opens('scrutiny') as scrutinises),
         seen as materialized (select unnest(need_to_know.seen_among(its_records)) as record),
         matter as materialized (select m.matter from unnest(its_matters) as m(matter) where need_to_know.sees_matter(m.matter)),
         apart as materialized (
             select distinct fr.finding, p.account::text as account
             from matter m join finding_record fr on fr.finding = substr(m.matter, 9) and m.matter like 'finding:%'
             join need_to_know.protected_raisers((
                 select coalesce(array_agg(distinct x.record), '{}') from matter n join finding_record x
                 on x.finding = substr(n.matter, 9) and n.matter like 'finding:%')) p on p.record = fr.record),
         found as (
             select f.*, s.record as about from seen s join fact f on f.id = s.record
             union all
             select f.*, s.record from seen s join fact f on f.source = s.record and f.kind = 'outcome'
             union all
             select f.*, m.matter from matter m join fact f on f.source = m.matter and f.kind in ('acted', 'displayed'))
    select f.id, f.kind, f.about,
           case when f.kind in ('acted', 'outcome') or f.kind = 'displayed' and (me.scrutinises or f.author = me.account)
                then f.author else '' end,
           f.known_at, f.digest, p.body
    from found f cross join me
    left join payload p on p.sequence = f.sequence and p.name = case f.kind when 'displayed' then 'shown' when 'outcome' then 'word' end
    where f.known_at < until
      and (f.kind <> 'displayed' or f.author = me.account or not exists (
          select from apart a where f.about = 'finding:' || a.finding and a.account = f.author))
    order by f.sequence
$$;

-- From which file and row, or which form, records came: the part of the fact that says so, of those that the reader may see.
create function need_to_know.where_from(its_records text[]) returns table (record text, body bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    with seen as materialized (select unnest(need_to_know.seen_among(its_records)) as record)
    select s.record, p.body from seen s join fact f on f.id = s.record join payload p on p.sequence = f.sequence and p.name = 'rest'
$$;

revoke all on function need_to_know.protected_raisers, need_to_know.facts_about, need_to_know.where_from from public;
grant execute on function need_to_know.facts_about, need_to_know.where_from to wp_app;
