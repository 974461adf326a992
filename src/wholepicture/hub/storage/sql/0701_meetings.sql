-- Meetings: who called each and who is invited, taken from the acts themselves as they are kept; who may see one; what is due.

insert into purpose_way values
    ('prepare_meeting', 'analyst', 'finding'), ('prepare_meeting', 'analyst', 'raised'), ('prepare_meeting', 'analyst', 'relation');

alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check
    check (kind in ('wrong person', 'emergency opening', 'answer', 'sealed', 'identity', 'meeting'));

create table meeting (
    matter text primary key,
    called_by uuid not null,
    about text[] not null,
    kind text not null,
    starts_at timestamptz not null,
    called_at timestamptz not null
);
create table meeting_guest (
    matter text not null references meeting,
    account uuid not null,
    agency text not null,
    primary key (matter, account)
);
create index meeting_guest_account on meeting_guest (account);
create table meeting_withheld (
    answer text primary key,
    matter text not null references meeting,
    at timestamptz not null
);
comment on table meeting is
    'A meeting that was called ("meeting:m…"), whom and what it is about: "concern:WP-26-000001", "finding:…", "mention:…" (whoever or '
    'whatever that mention speaks of, under whichever id it goes now), "person:…" (confirmed). Made from the acts by a trigger.';
comment on table meeting_withheld is 'Answers "decided not to share", for the register.';

do $$
declare kept text;
begin
    foreach kept in array array['meeting', 'meeting_guest', 'meeting_withheld'] loop
        execute format('alter table %I enable row level security', kept);
        execute format('alter table %I force row level security', kept);
        execute format('create policy owned on %I to current_user using (true) with check (true)', kept);
        execute format('revoke all on %I from public, wp_app, wp_journey', kept);
    end loop;
end $$;

create function need_to_know.note_meeting() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    f fact;
    said jsonb;
begin
    select * into f from fact where sequence = new.sequence and kind = 'acted' and source like 'meeting:%';
    if not found then
        return null;
    end if;
    said := convert_from(new.body, 'UTF8')::jsonb;
    case said ->> 'did'
        when 'meeting called' then
            insert into meeting values (
                f.source, f.author::uuid, array(select jsonb_array_elements_text(said #> '{what,about}')), said #>> '{what,kind}',
                (said #>> '{what,when}')::timestamptz, f.known_at);
        when 'invited' then
            insert into meeting_guest values (f.source, (said #>> '{what,account}')::uuid, said #>> '{what,agency}')
            on conflict do nothing;
            insert into notice (account, kind, words, at)
            values ((said #>> '{what,account}')::uuid, 'meeting', 'You are invited to a meeting. Meetings shows why, and what is asked.', f.known_at);
        when 'information asked' then
            insert into notice (account, kind, words, at)
            select g.account, 'meeting', 'A meeting asks your agency for what it holds. Meetings shows what, and by when.', f.known_at
            from meeting_guest g where g.matter = f.source and g.agency = said #>> '{what,agency}' order by g.account;
        when 'information withheld' then
            insert into meeting_withheld values (f.id, f.source, f.known_at);
        else null;
    end case;
    return null;
end $$;
create trigger meeting_noted after insert on payload
    for each row when (new.name = 'act') execute function need_to_know.note_meeting();

-- As before, for anybody at any moment.
create function need_to_know.unsealed_for(who uuid, moment timestamptz) returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    with held as materialized (
             select r.record, r.person from relation r
             where r.account = who and r.kind = 'sealed' and r.since <= moment and (r.until is null or moment < r.until)),
         touched as materialized (
             select distinct s.record from sealed_record s join seal l on l.id = s.seal join held h on h.person = l.person),
         opened as (
             select t.record from touched t where not exists (
                 select from sealed_record s join seal l on l.id = s.seal
                 where s.record = t.record and (l.person is null or l.person not in (select h.person from held h where h.person is not null)))
             union
             select t.record from record t where coalesce(t.adds_to, t.source) in (
                 select coalesce(k.adds_to, k.source) from record k join held h on h.record = k.record))
    select coalesce(array_agg(o.record), '{}') from opened o
$$;
create or replace function need_to_know.unsealed_records() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    select need_to_know.unsealed_for(need_to_know.account(), need_to_know.at())
$$;

-- The records that speak of what a meeting is about. `whole` says that any sealed record closes the subject (a concern, a finding);
-- somebody or something, of whom other records speak too, is closed by all of them together. `person` is who it was confirmed to be.
create function need_to_know.subject_records(its_about text[])
returns table (subject text, whole boolean, record text, sealed boolean, person uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    with asked as materialized (
        select a as subject, split_part(a, ':', 1) as kind, substr(a, strpos(a, ':') + 1) as id from unnest(its_about) a),
    goes_by as materialized (
        select a.subject, m.entity from asked a join mention m on m.mention = a.id where a.kind = 'mention'
        union
        select a.subject, m.entity from asked a join confirmed c on c.person::text = a.id and c.withdrawn_at is null
        join mention m on m.mention = c.mention where a.kind = 'person')
    select a.subject, true, r.record, r.sealed, null::uuid from asked a
    join record r on r.record = need_to_know.concern_of('concern:' || a.id) where a.kind = 'concern'
    union all
    select a.subject, true, r.record, r.sealed, null from asked a
    join finding_record fr on fr.finding = a.id join record r on r.record = fr.record where a.kind = 'finding'
    union all
    select g.subject, false, r.record, r.sealed, c.person from goes_by g
    join mention m on m.entity = g.entity join record r on r.record = m.record
    left join confirmed c on c.mention = m.mention and c.withdrawn_at is null
$$;

-- Whether a meeting is closed to somebody from whom these records are barred and to whom those are unsealed: because of any of its
-- subjects. What nobody knows any more closes it too, and so does somebody sealed to all who are not named for the seal.
create function need_to_know.meeting_closed(its_about text[], barred text[], unsealed text[], held uuid[]) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    with found as materialized (select * from need_to_know.subject_records(its_about)),
    subject as (
        select count(f.record) = 0 or bool_or(f.record = any (barred))
               or bool_or(f.whole and f.sealed and f.record <> all (unsealed)) or bool_and(f.sealed and f.record <> all (unsealed)) as closed
        from unnest(its_about) s left join found f on f.subject = s group by s)
    select coalesce((select bool_or(s.closed) from subject s), true)
        or exists (select from found f join seal l on l.person = f.person and l.lifted_at is null where l.person <> all (held))
$$;

create function need_to_know.sealed_persons_of(who uuid, moment timestamptz) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(r.person), '{}') from relation r
    where r.account = who and r.kind = 'sealed' and r.person is not null and r.since <= moment and (r.until is null or moment < r.until)
$$;

-- Those of all meetings that the acting reader may see: which they called, to which they are invited; all of them for scrutiny and for
-- whoever answers for the hub. Every set is worked out once, before any meeting is looked at.
create function need_to_know.meetings_seen(only_this text) returns table (matter text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    me uuid := need_to_know.account();
    moment timestamptz := need_to_know.at();
    wide boolean := need_to_know.opens('scrutiny') and need_to_know.context() ->> 'purpose' = 'scrutinise'
        or need_to_know.opens('hub') and need_to_know.context() ->> 'purpose' = 'answer_for_hub';
    invited boolean := need_to_know.context() ->> 'purpose' in ('prepare_meeting', 'answer_for_hub') and need_to_know.opens('relation');
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
          and (coalesce(wide, false) or coalesce(invited, false) and (m.called_by = me or exists (
              select from meeting_guest g where g.matter = m.matter and g.account = me)))
          and not need_to_know.meeting_closed(m.about, barred, unsealed, held);
end $$;

create function need_to_know.sees_meeting(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from need_to_know.meetings_seen(its_matter) where its_matter <> '')
$$;

create or replace function need_to_know.sees_matter(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select case when its_matter like 'finding:%' then need_to_know.sees_finding(substr(its_matter, 9))
                when its_matter like 'meeting:%' then need_to_know.sees_meeting(its_matter)
                else coalesce(need_to_know.sees_record(need_to_know.concern_of(its_matter)), false)
                     or need_to_know.answers_for(its_matter) or need_to_know.follows(its_matter) end
$$;

-- Whether somebody could take part in a meeting that the acting reader may see: they hold a post that works with cases, and nothing of it is closed to them.
create function need_to_know.could_join(its_matter text, who uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    moment timestamptz := need_to_know.at();
    roles text[] := array(
        select p.role from accounts_account a join accounts_post p on p.account_id = a.id
        where a.handle = who and a.is_active and p.since <= moment and (p.until is null or moment < p.until));
    barred text[] := need_to_know.barred_for(who, moment, false);
begin
    perform need_to_know.demand(need_to_know.sees_meeting(its_matter), 'WP404', 'nothing there');
    if not roles && array['front_line', 'hub_practitioner', 'analyst', 'manager'] then
        return false;
    end if;
    if 'manager' = any (roles) then
        barred := barred || array(select unnest(need_to_know.barred_to_managers()) except select unnest(need_to_know.raised_by_account(who)));
    end if;
    return not need_to_know.meeting_closed(
        (select m.about from meeting m where m.matter = its_matter), barred, need_to_know.unsealed_for(who, moment), need_to_know.sealed_persons_of(who, moment));
end $$;

-- Meetings that the acting reader may see, what is due first first: "all", or those on which something is "late".
create function need_to_know.meetings(what text, skipped bigint, most bigint)
returns table (matter text, called_by uuid, about text[], kind text, starts_at timestamptz, state text, due_at timestamptz, total bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.matter, m.called_by, m.about, m.kind, m.starts_at, coalesce(c.state, ''), c.due_at, count(*) over ()
    from need_to_know.meetings_seen('') s join meeting m on m.matter = s.matter left join course c on c.matter = m.matter
    where what <> 'late' or c.due_at < need_to_know.at()
    order by c.due_at nulls last, m.starts_at desc, m.matter
    offset skipped limit most
$$;

-- "Decided not to share", the latest first, for the register.
create function need_to_know.withheld(skipped bigint, most bigint)
returns table (matter text, answer text, at timestamptz, total bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select w.matter, w.answer, w.at, count(*) over ()
    from need_to_know.meetings_seen('') s join meeting_withheld w on w.matter = s.matter
    where need_to_know.opens('scrutiny')
    order by w.at desc, w.answer offset skipped limit most
$$;

revoke all on function need_to_know.note_meeting, need_to_know.unsealed_for, need_to_know.subject_records, need_to_know.meeting_closed,
    need_to_know.sealed_persons_of, need_to_know.meetings_seen, need_to_know.sees_meeting, need_to_know.could_join,
    need_to_know.meetings, need_to_know.withheld from public;
grant execute on function need_to_know.could_join, need_to_know.meetings, need_to_know.withheld to wp_app;
