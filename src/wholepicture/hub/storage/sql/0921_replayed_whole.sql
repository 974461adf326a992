-- A replay tells of meetings, of measures, and of what people said of who is who.

-- As `meetings_seen` was; `taking_part` says that whoever called one or is invited sees it, which is asked apart: for a meeting's own
-- pages by the purpose, for a replay of what it was about whatever they look for.
create function need_to_know.meetings_open(only_this text, taking_part boolean) returns table (matter text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    me uuid := need_to_know.account();
    moment timestamptz := need_to_know.at();
    wide boolean := need_to_know.opens('scrutiny') and need_to_know.context() ->> 'purpose' = 'scrutinise'
        or need_to_know.opens('hub') and need_to_know.context() ->> 'purpose' = 'answer_for_hub';
    unsealed text[] := need_to_know.unsealed_for(me, moment);
    held uuid[] := need_to_know.sealed_persons_of(me, moment);
    barred text[] := need_to_know.barred_records();
begin
    if need_to_know.has_role('manager') then
        barred := barred || array(select unnest(need_to_know.barred_to_managers()) except select unnest(need_to_know.raised_records()));
    end if;
    return query
        select m.matter from meeting m
        where (only_this = '' or m.matter = only_this)
          and (coalesce(wide, false) or coalesce(taking_part, false) and (m.called_by = me or exists (
              select from meeting_guest g where g.matter = m.matter and g.account = me)))
          and not need_to_know.meeting_closed(m.about, barred, unsealed, held);
end $$;

create or replace function need_to_know.meetings_seen(only_this text) returns table (matter text)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.matter from need_to_know.meetings_open(only_this,
        need_to_know.context() ->> 'purpose' in ('prepare_meeting', 'answer_for_hub') and need_to_know.opens('relation')) o
$$;

-- The acts, before a moment, of meetings about one of these subjects or with a measure on one ("concern:…", "finding:…", "mention:…",
-- "person:…"), as far as the acting reader may see the meeting.
create function need_to_know.meeting_acts(its_subjects text[], until timestamptz)
returns table (matter text, id text, author text, known_at timestamptz, digest text, body bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    with about as materialized (
        select m.matter from meeting m
        where m.about && its_subjects or exists (
            select from fact f join payload p on p.sequence = f.sequence and p.name = 'act'
            where f.kind = 'acted' and f.source = m.matter and convert_from(p.body, 'UTF8')::jsonb #>> '{what,on}' = any (its_subjects))),
    open as materialized (
        select a.matter from about a
        where exists (select from need_to_know.meetings_open(a.matter, need_to_know.opens('relation'))))
    select f.source, f.id, f.author, f.known_at, f.digest, p.body
    from open o join fact f on f.source = o.matter and f.kind = 'acted' and f.known_at < until
    join payload p on p.sequence = f.sequence and p.name = 'act'
    order by f.sequence
$$;

-- What people said, before a moment, of mentions of these records: that two are one or are not, that one is not whom it was taken for,
-- and that it is after all. Only where every record concerned may be read.
create function need_to_know.judged_about(its_records text[], until timestamptz)
returns table (fact text, account text, at timestamptz, digest text, said text)
language sql stable security definer set search_path = public, pg_temp as $$
    with mine as materialized (
        select m.mention from need_to_know.readable_among(its_records) as r join mention m on m.record = r),
    word as materialized (
        select f.sequence from mine join fact f on f.source = mine.mention and f.kind = 'judged'
        union
        select l.sequence from link l where l.by_person and l.left_record = any (its_records)
        union
        select l.sequence from link l where l.by_person and l.right_record = any (its_records)),
    told as materialized (
        select f.id, f.sequence, f.author, f.known_at, f.digest, convert_from(p.body, 'UTF8')::jsonb as said
        from word w join fact f on f.sequence = w.sequence and f.kind = 'judged' and f.known_at < until
        join payload p on p.sequence = f.sequence and p.name = 'word'),
    ends as materialized (
        select t.sequence, m.record from told t
        join mention m on m.mention in (t.said ->> 'mention', t.said ->> 'other', t.said ->> 'was_with')),
    may as materialized (
        select r from need_to_know.readable_among((select array_agg(distinct e.record) from ends e)) as r)
    select t.id, t.author, t.known_at, t.digest, t.said::text from told t
    where not exists (select from ends e where e.sequence = t.sequence and e.record not in (select r from may))
      and exists (select from ends e where e.sequence = t.sequence)
    order by t.sequence
$$;

revoke all on function need_to_know.meetings_open, need_to_know.meeting_acts, need_to_know.judged_about from public;
grant execute on function need_to_know.meeting_acts, need_to_know.judged_about to wp_app;
