-- Row-level security: what need_to_know/reading.py says, said again where a forgotten filter cannot get round it.
-- Each set is worked out once in a statement (an InitPlan), never once a row.

-- A concern, what was added to it and its amended versions are one thread: coalesce(adds_to, source) names it.
create function need_to_know.raised_by_account(who uuid) returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (select who as account),
         mine as materialized (
             select r.source, r.adds_to, r.record from record r, me where r.raiser = me.account
             union
             select r.source, r.adds_to, r.record
             from raiser p join me on p.account = me.account
             join inbox_outcome o on o.inbox = p.inbox and o.outcome = 'taken' join record r on r.record = o.record
             union
             select r.source, r.adds_to, r.record
             from raiser p join me on p.account = me.account
             join record r on r.reference = p.reference and r.system = 'whole-picture'
             where p.reference <> '')
    select coalesce(array_agg(found.record), '{}') from (
        select m.record from mine m
        union
        select t.record from record t where coalesce(t.adds_to, t.source) in (select m.source from mine m where m.adds_to is null)
    ) as found
$$;

create function need_to_know.raised_records() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    select need_to_know.raised_by_account(need_to_know.account())
$$;

create function need_to_know.related_records() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (
             select need_to_know.account() as account, need_to_know.at() as at,
                    need_to_know.opens('relation') as related, need_to_know.opens('break glass') as broken),
         held as materialized (
             select r.record, r.person from relation r, me
             where me.related and r.account = me.account and r.since <= me.at and (r.until is null or me.at < r.until)
             union
             select b.record, b.person from break_glass b, me
             where me.broken and b.account = me.account and b.opened_at <= me.at and me.at < b.until),
         root as materialized (
             select h.record from held h where h.record is not null
             union
             select c.record from held h join confirmed c on c.person = h.person where c.withdrawn_at is null)
    select coalesce(array_agg(t.record), '{}') from record t
    where coalesce(t.adds_to, t.source) in (select coalesce(k.adds_to, k.source) from record k join root on root.record = k.record)
$$;

create function need_to_know.opened_records() returns text[] language sql stable as $$
    select need_to_know.related_records()
        || case when need_to_know.opens('raised') then need_to_know.raised_records() else '{}'::text[] end
$$;

create function need_to_know.barred_for(who uuid, moment timestamptz, scrutineer boolean) returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    with recursive me as materialized (
             select who as account, moment as at, scrutineer as apart),
         line(person, since, until) as (
             select m.managed_id, m.since, coalesce(m.until, 'infinity')
             from me join accounts_account a on a.handle = me.account join need_to_know.line m on m.manager_id = a.id
             where m.since < coalesce(m.until, 'infinity')
             union
             select m.managed_id, greatest(m.since, l.since), least(coalesce(m.until, 'infinity'), l.until)
             from line l join need_to_know.line m on m.manager_id = l.person
             where greatest(m.since, l.since) < least(coalesce(m.until, 'infinity'), l.until)),
         against as materialized (
             select c.record from criticised c, me where c.account = me.account
             union
             select c.record
             from line l join accounts_account a on a.id = l.person join criticised c on c.account = a.handle, me
             where not me.apart and l.since <= me.at and l.until > least(coalesce(c.since, '-infinity'), me.at))
    select coalesce(array_agg(t.record), '{}') from record t
    where coalesce(t.adds_to, t.source) in (select coalesce(k.adds_to, k.source) from record k join against a on a.record = k.record)
      and not t.record = any ((select need_to_know.raised_by_account(who))::text[])
$$;

create function need_to_know.barred_records() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    select need_to_know.barred_for(need_to_know.account(), need_to_know.at(), need_to_know.has_role('scrutineer'))
$$;

-- Somebody is criticised and nobody knows yet who: closed to managers as managers.
create function need_to_know.barred_to_managers() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(t.record), '{}') from record t
    where coalesce(t.adds_to, t.source) in (
        select coalesce(k.adds_to, k.source) from record k join criticised c on c.record = k.record where c.account is null)
$$;

create function need_to_know.unsealed_records() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (select need_to_know.account() as account, need_to_know.at() as at),
         held as materialized (
             select r.record, r.person from relation r, me
             where r.account = me.account and r.kind = 'sealed' and r.since <= me.at and (r.until is null or me.at < r.until)),
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

create function need_to_know.line_teams() returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
    with recursive me as materialized (
             select need_to_know.account() as account, need_to_know.at() as at, need_to_know.context() -> 'posts' as posts,
                    need_to_know.opens('team') as open),
         own as materialized (
             select (p ->> 'team')::bigint as team, p ->> 'agency' as agency
             from me, jsonb_array_elements(me.posts) as p where me.open and p ->> 'role' = 'manager'),
         line(person) as (
             select m.managed_id from me join accounts_account a on a.handle = me.account
             join need_to_know.line m on m.manager_id = a.id
             where me.open and m.since <= me.at and (m.until is null or me.at < m.until)
             union
             select m.managed_id from line l join need_to_know.line m on m.manager_id = l.person, me
             where m.since <= me.at and (m.until is null or me.at < m.until))
    select coalesce(array_agg(distinct found.team), '{}') from (
        select team from own
        union
        select p.team_id from line l join accounts_post p on p.account_id = l.person
        join accounts_team t on t.id = p.team_id join accounts_agency g on g.id = t.agency_id, me
        where p.since <= me.at and (p.until is null or me.at < p.until) and g.key in (select agency from own)
    ) as found
$$;

create function need_to_know.sealed_findings() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    with opened as materialized (select unnest(need_to_know.unsealed_records()) as record)
    select coalesce(array_agg(distinct fr.finding), '{}')
    from sealed_record s join finding_record fr on fr.record = s.record
    where s.record not in (select o.record from opened o)
$$;

-- Findings that name an adult leave the screens 12 months after they surfaced, unless somebody renewed them.
create function need_to_know.off_screen_before() returns timestamptz language sql stable as $$
    select (need_to_know.at() at time zone 'UTC' - interval '364 days') at time zone 'UTC'
$$;

create function need_to_know.off_screen() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (select need_to_know.at() as at)
    select coalesce(array_agg(f.id), '{}') from finding f, me
    where (f.surfaced_at at time zone 'UTC' + interval '12 months') at time zone 'UTC' <= me.at
      and exists (select from finding_entity e where e.finding = f.id and e.part = 'adults')
      and not exists (select from renewal n where n.finding = f.id and n.until > me.at)
$$;

create function need_to_know.findings_of_mine() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (
             select need_to_know.opened_records() as opened, need_to_know.line_teams() as teams,
                    need_to_know.barred_to_managers() as closed),
         near as (
             select fr.finding, r.record, r.sealed from me, unnest(me.opened) o
             join record r on r.record = o join finding_record fr on fr.record = r.record
             union
             select fr.finding, r.record, r.sealed from me, unnest(me.teams) t
             join record r on r.team = t join finding_record fr on fr.record = r.record
             where r.record <> all (me.closed))
    select coalesce(array_agg(distinct n.finding), '{}') from near n
    where (not n.sealed or n.record = any ((select need_to_know.unsealed_records())::text[]))
      and not n.record = any ((select need_to_know.barred_records())::text[])
$$;

create function need_to_know.sees_finding(it text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from finding f where f.id = it
        and f.id <> all (need_to_know.sealed_findings())
        and (need_to_know.opens('scrutiny') or f.id <> all (need_to_know.off_screen()))
        and (need_to_know.opens('hub', 'finding', 'scrutiny', 'unnamed') or f.id = any (need_to_know.findings_of_mine())))
$$;

-- The whole question, for functions that run as the owner: which of these records the acting reader may read. Every set is
-- worked out before any record is looked for, so that hidden takes as long as absent.
create function need_to_know.seen_among(records text[]) returns text[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    unsealed text[] := need_to_know.unsealed_records();
    barred text[] := need_to_know.barred_records();
    opened text[] := need_to_know.opened_records();
    teams bigint[] := need_to_know.line_teams();
    closed text[] := need_to_know.barred_to_managers();
    wide boolean := need_to_know.opens('hub', 'scrutiny');
    by_finding boolean := need_to_know.opens('finding');
    unseen text[] := case when by_finding then need_to_know.sealed_findings() || need_to_know.off_screen() end;
    seen text[];
begin
    select coalesce(array_agg(r.record), '{}') into seen from record r
    where r.record = any (records)
      and (not r.sealed or r.record = any (unsealed)) and not r.record = any (barred)
      and (wide or r.record = any (opened) or r.team = any (teams) and not r.record = any (closed)
           or by_finding and exists (
               select from finding_record fr where fr.record = r.record and fr.finding <> all (unseen)));
    return seen;
end $$;

create function need_to_know.sees_record(it text) returns boolean language sql stable as $$
    select it = any (need_to_know.seen_among(array[it]))
$$;

-- Who stands where, for the policies below --------------------------------------------------------------------------------

create function need_to_know.line_under(who uuid, moment timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    with recursive line(person) as (
        select m.managed_id from accounts_account a join need_to_know.line m on m.manager_id = a.id
        where a.handle = who and m.since <= moment and (m.until is null or moment < m.until)
        union
        select m.managed_id from line l join need_to_know.line m on m.manager_id = l.person
        where m.since <= moment and (m.until is null or moment < m.until))
    select a.handle from line l join accounts_account a on a.id = l.person
$$;

create function need_to_know.apart_from(other uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (select need_to_know.account() as account, need_to_know.at() as at)
    select me.account <> other
       and not exists (select from need_to_know.line_under(me.account, me.at) as below(handle) where handle = other)
       and not exists (select from need_to_know.line_under(other, me.at) as below(handle) where handle = me.account)
       and not exists (
           select from accounts_account a join accounts_post p on p.account_id = a.id
           join accounts_team t on t.id = p.team_id join accounts_agency g on g.id = t.agency_id
           where a.handle = other and p.since <= me.at and (p.until is null or me.at < p.until)
             and g.key = any (need_to_know.agencies()))
    from me
$$;

create function need_to_know.raised_under_protection(it text, who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from raiser p join record r on r.record = it
        where p.account = who and (
              p.reference <> '' and r.system = 'whole-picture'
                  and (r.reference = p.reference or r.adds_to = r.system || '/' || p.reference)
              or p.inbox in (select o.inbox from inbox_outcome o where o.record = it)))
$$;

create function need_to_know.raised_by(it text, who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select need_to_know.raised_under_protection(it, who) or exists (
        select from record r join record k on k.record = r.record or k.source = r.adds_to
        where r.record = it and k.raiser = who)
$$;

-- What wp_app may see ---------------------------------------------------------------------------------------------------

create policy need_to_know on record for select to wp_app using (
    (not sealed or record = any ((select need_to_know.unsealed_records())::text[]))
    and not record = any ((select need_to_know.barred_records())::text[])
    and ((select need_to_know.opens('hub', 'scrutiny'))
         or record = any ((select need_to_know.opened_records())::text[])
         or team = any ((select need_to_know.line_teams())::bigint[])
            and not record = any ((select need_to_know.barred_to_managers())::text[])
         or (select need_to_know.opens('finding'))
            and exists (select from finding_record fr where fr.record = record.record))
);

create policy need_to_know on finding for select to wp_app using (
    id <> all ((select need_to_know.sealed_findings())::text[])
    and ((select need_to_know.opens('scrutiny'))
         or surfaced_at > (select need_to_know.off_screen_before())
         or id <> all ((select need_to_know.off_screen())::text[]))
    and ((select need_to_know.opens('hub', 'finding', 'scrutiny', 'unnamed'))
         or id = any ((select need_to_know.findings_of_mine())::text[]))
);

do $$
declare of_record text;
begin
    foreach of_record in array array['mention', 'marked_span', 'wording_advice', 'open_case', 'match_key'] loop
        execute format('create policy need_to_know on %1$I for select to wp_app '
            'using (exists (select from record r where r.record = %1$I.record))', of_record);
    end loop;
end $$;

-- A machine's link opens nothing: with one end hidden it is not there, and possible_matches() says only "ask".
create policy need_to_know on link for select to wp_app using (
    exists (select from record r where r.record = link.left_record)
    and exists (select from record r where r.record = link.right_record)
);
create policy need_to_know on entity for select to wp_app using (
    exists (select from mention m where m.entity = entity.entity)
);
create policy need_to_know on entity_alias for select to wp_app using (
    exists (select from mention m where m.entity = entity_alias.now or m.entity = entity_alias.entity)
);
create policy need_to_know on finding_record for select to wp_app using (
    exists (select from finding f where f.id = finding_record.finding)
);
create policy need_to_know on finding_entity for select to wp_app using (
    (select need_to_know.opens('hub', 'finding', 'scrutiny'))
    and exists (select from finding f where f.id = finding_entity.finding)
);
create policy need_to_know on finding_growth for select to wp_app using (
    exists (select from finding f where f.id = finding_growth.finding)
);
create policy need_to_know on fact for select to wp_app using (
    author = (select need_to_know.account())::text or exists (select from record r where r.record = fact.id)
);
create policy need_to_know on erased_part for select to wp_app using (
    exists (select from fact f where f.sequence = erased_part.of_sequence)
);

create function need_to_know.protected_items() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(p.inbox), '{}') from raiser p where p.account = need_to_know.account()
$$;
create policy need_to_know on inbox for select to wp_app using (
    by_account = (select need_to_know.account()) or id = any ((select need_to_know.protected_items())::uuid[])
    or (select need_to_know.opens('hub', 'scrutiny'))
);
create policy need_to_know on inbox_outcome for select to wp_app using (
    exists (select from inbox i where i.id = inbox_outcome.inbox)
);

create policy own_and_shown on relation for select to wp_app using (
    account = (select need_to_know.account()) or granted_by = (select need_to_know.account())
    or (select need_to_know.opens('hub', 'scrutiny')) and kind <> 'sealed' and (
        exists (select from record r where r.record = relation.record)
        or exists (select from confirmed c where c.person = relation.person))
);
create policy need_to_know on confirmed for select to wp_app using (
    exists (select from record r where r.record = confirmed.record)
);
create policy need_to_know on criticised for select to wp_app using (
    exists (select from record r where r.record = criticised.record)
);
create policy for_the_few on seal for select to wp_app using (
    exists (
        select from relation r where r.account = (select need_to_know.account()) and r.kind = 'sealed'
        and (r.record = seal.record or r.person = seal.person)
        and r.since <= (select need_to_know.at()) and (r.until is null or (select need_to_know.at()) < r.until))
);
create policy for_the_few on sealed_record for select to wp_app using (
    exists (select from record r where r.record = sealed_record.record)
);
create policy own_or_reviewed on break_glass for select to wp_app using (
    account = (select need_to_know.account())
    or (select need_to_know.context() ->> 'purpose') = 'review_break_glass'
        and (select need_to_know.has_role('manager', 'scrutineer'))
        and agency <> all ((select need_to_know.agencies())::text[])
        and need_to_know.apart_from(account)
);
create policy own_or_answered on ask for select to wp_app using (
    account = (select need_to_know.account())
    or to_agency = any ((select need_to_know.agencies())::text[])
        and (select need_to_know.has_role('hub_practitioner', 'manager'))
        and exists (select from record r where r.record = ask.record)
);
create policy need_to_know on renewal for select to wp_app using (
    exists (select from finding f where f.id = renewal.finding)
);
create policy own on notice for select to wp_app using (account = (select need_to_know.account()));

-- Who has looked: one's own looks; a scrutineer; a manager, without whoever raised it. The criticised line sees no record, and
-- so no look at it. Whoever raised a concern gets posts and agencies from who_opened(), no accounts.
create policy own_or_entitled on access for select to wp_app using (
    account = (select need_to_know.account())
    or (select need_to_know.opens('scrutiny'))
        and (subject_kind <> 'record' or exists (select from record r where r.record = access.subject))
        and (subject_kind <> 'finding' or exists (select from finding f where f.id = access.subject))
        and not need_to_know.raised_under_protection(access.subject, access.account)
    or (select need_to_know.context() ->> 'purpose') = 'review_access' and (select need_to_know.opens('team'))
        and subject_kind = 'record' and allowed
        and exists (select from record r where r.record = access.subject
                    and r.team = any ((select need_to_know.line_teams())::bigint[]))
        and not need_to_know.raised_by(access.subject, access.account)
);
create policy own on access for insert to wp_app with check (account = (select need_to_know.account()));

-- Everything of a case is behind a policy, the owner's own functions included ---------------------------------------------

do $$
declare kept text;
begin
    foreach kept in array array['record', 'mention', 'marked_span', 'wording_advice', 'link', 'entity', 'entity_alias', 'open_case',
        'finding', 'finding_record', 'finding_entity', 'finding_growth', 'match_key', 'fact', 'payload', 'erased_part', 'inbox',
        'inbox_outcome', 'raiser', 'relation', 'confirmed', 'criticised', 'seal', 'sealed_record', 'break_glass', 'ask', 'renewal',
        'notice', 'access'] loop
        execute format('alter table %I enable row level security', kept);
        execute format('alter table %I force row level security', kept);
        execute format('create policy owned on %I to current_user using (true) with check (true)', kept);
        execute format('create policy journey on %I to wp_journey using (true) with check (true)', kept);
    end loop;
end $$;
