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

-- Of these lines of the access log those that do not give away who raised a record under protection: a look at a finding that rests
-- on it, or at somebody or something of whom one of these records speaks. Looks at the record itself the log's policy keeps back.
create function need_to_know.telling_nobody(lines bigint[], its_records text[]) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
    with line as materialized (
             select a.id, a.account, a.subject_kind, a.subject from unnest(lines) as l(id) join access a on a.id = l.id),
         rests as materialized (
             select distinct l.subject as finding, fr.record from line l join finding_record fr on fr.finding = l.subject
             where l.subject_kind = 'finding'),
         apart as materialized (
             select p.record, p.account from need_to_know.protected_raisers(
                 its_records || (select coalesce(array_agg(distinct r.record), '{}') from rests r)) p)
    select l.id from line l
    where l.account = need_to_know.account() or l.subject_kind = 'record'
       or not exists (select from apart a where a.account = l.account and (
              l.subject_kind <> 'finding' and a.record = any (its_records)
              or l.subject_kind = 'finding' and exists (select from rests r where r.finding = l.subject and r.record = a.record)))
$$;

revoke all on function need_to_know.telling_nobody, need_to_know.protected_raisers, need_to_know.facts_about, need_to_know.where_from from public;
grant execute on function need_to_know.telling_nobody, need_to_know.facts_about, need_to_know.where_from to wp_app;
