-- A seal hides; it must not bury. Whoever leads practises at the hub for another agency, is told and accepts; what waits for a
-- decision under a seal becomes theirs; the scrutineer sees every seal without whom it is about; whoever raised a concern under one
-- still follows it and can object.

alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('wrong person', 'emergency opening', 'answer', 'sealed'));

alter table seal add column accepted_at timestamptz;
comment on column seal.accepted_at is 'When the lead said that they deal with what lies under it.';

create or replace function need_to_know.seal(its_record text, its_person uuid, why text, its_lead uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare made bigint;
begin
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner'), 'WP403', 'not in this role');
    perform need_to_know.demand(need_to_know.sees_subject(its_record, its_person), 'WP404', 'nothing there');
    perform need_to_know.demand(its_lead <> need_to_know.account() and exists (
        select from accounts_account a join accounts_post p on p.account_id = a.id
        join accounts_team t on t.id = p.team_id join accounts_agency g on g.id = t.agency_id
        where a.handle = its_lead and a.is_active and p.role = 'hub_practitioner' and g.key <> all (need_to_know.agencies())
          and p.since <= need_to_know.at() and (p.until is null or need_to_know.at() < p.until)), 'WP403',
        'the lead for what is sealed practises at the hub for another agency');
    perform need_to_know.demand(its_record is null or not need_to_know.barred_from(its_lead, its_record), 'WP403',
        'they are barred from it');
    insert into seal (record, person, because, by_account, lead, at)
    values (its_record, its_person, why, need_to_know.account(), its_lead, need_to_know.at()) returning id into made;
    insert into relation (account, record, person, kind, since, because, granted_by)
    values (its_lead, its_record, its_person, 'sealed', need_to_know.at(), why, need_to_know.account());
    perform need_to_know.lay_seals();
    insert into work_event (record, kind, owner, by_account, because, at)
    select r.record, 'handed over', its_lead, need_to_know.account(), 'It was sealed.', need_to_know.at()
    from sealed_record s join record r on r.record = s.record
    where s.seal = made and r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null
      and need_to_know.decided_at(r.record, r.reference) is null and not need_to_know.barred_from(its_lead, r.record)
    order by r.recorded_at, r.record;
    insert into notice (account, kind, words, at)
    select its_lead, 'sealed', 'You lead for what was sealed. Read it, accept that you deal with it, and decide what waits.',
           need_to_know.at()
    union all
    select distinct a.handle, 'sealed', 'Something was sealed. Scrutiny shows who sealed it, who leads and what waits; not whom it is about.',
           need_to_know.at()
    from accounts_account a join accounts_post p on p.account_id = a.id
    where a.is_active and p.role = 'scrutineer' and p.since <= need_to_know.at() and (p.until is null or need_to_know.at() < p.until);
    perform pg_notify('seal', made::text);
    return made;
end $$;

create function need_to_know.accept_seal(it bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare s seal;
begin
    select * into s from seal where id = it and lifted_at is null for update;
    perform need_to_know.demand(need_to_know.holds_seal(s.record, s.person), 'WP404', 'nothing there');
    perform need_to_know.demand(s.lead = need_to_know.account(), 'WP403', 'only the lead accepts it');
    perform need_to_know.demand(s.accepted_at is null, 'WP409', 'it was accepted before');
    update seal set accepted_at = need_to_know.at() where id = it;
end $$;

-- For scrutiny: who seals, who leads, and whether anything waits underneath. Whom it is about is not in it.
create function need_to_know.seals_overseen()
returns table (id bigint, at timestamptz, by_account uuid, lead uuid, reason text, accepted_at timestamptz, lift_asked_at timestamptz,
               lifted_at timestamptz, waiting bigint, oldest timestamptz, objected_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.id, s.at, s.by_account, s.lead, split_part(s.because, ':', 1), s.accepted_at, s.lift_asked_at, s.lifted_at,
           under.waiting, under.oldest, under.objected_at
    from seal s
    cross join lateral (
        select count(*) filter (where need_to_know.decided_at(r.record, r.reference) is null) as waiting,
               min(r.recorded_at) filter (where need_to_know.decided_at(r.record, r.reference) is null) as oldest,
               min(c.objected_at) as objected_at
        from sealed_record x join record r on r.record = x.record
        left join course c on c.matter = 'concern:' || r.reference
        where x.seal = s.id and r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null) as under
    where need_to_know.opens('scrutiny')
      and not exists (select from sealed_record x where x.seal = s.id and x.record = any (need_to_know.barred_records()))
      and (s.record is null or s.record <> all (need_to_know.barred_records()))
    order by s.id desc
$$;

-- Whoever raised it follows it to its end, also where its words are closed to them.
create function need_to_know.follows(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((need_to_know.context() ->> 'purpose') = 'follow_own'
        and need_to_know.concern_of(its_matter) = any (need_to_know.raised_records()), false)
$$;

create or replace function need_to_know.sees_matter(its_matter text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select case when its_matter like 'finding:%' then need_to_know.sees_finding(substr(its_matter, 9))
                else coalesce(need_to_know.sees_record(need_to_know.concern_of(its_matter)), false)
                     or need_to_know.answers_for(its_matter) or need_to_know.follows(its_matter) end
$$;

create or replace function need_to_know.who_opened(its_record text)
returns table (at timestamptz, role text, agency text, action text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.at, a.role, a.agency, a.action from access a
    where a.subject_kind = 'record' and a.allowed
      and need_to_know.opens('raised') and its_record = any (need_to_know.raised_records())
      and a.subject = any (select t.record from record k join record t on coalesce(t.adds_to, t.source) = coalesce(k.adds_to, k.source)
                           where k.record = its_record)
      and not need_to_know.raised_by(a.subject, a.account)
    order by a.at, a.id
$$;

revoke all on function need_to_know.accept_seal, need_to_know.seals_overseen, need_to_know.follows from public;
grant execute on function need_to_know.accept_seal, need_to_know.seals_overseen to wp_app;
