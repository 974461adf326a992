-- What is done about access, each by a function that checks who does it. WP403: not by you; WP404: not there, or hidden;
-- WP409: already so.

create function need_to_know.refuse(code text, words text) returns void language plpgsql as $$
begin
    raise exception '%', words using errcode = code;
end $$;

create function need_to_know.demand(allowed boolean, code text, words text) returns void language plpgsql as $$
begin
    if allowed is not true then
        raise exception '%', words using errcode = code;
    end if;
end $$;

create function need_to_know.sees_person(it uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select cardinality(need_to_know.seen_among(
        (select coalesce(array_agg(c.record), '{}') from confirmed c where c.person = it and c.withdrawn_at is null))) > 0
$$;

create function need_to_know.sees_subject(its_record text, its_person uuid) returns boolean language sql stable as $$
    select case when its_record is not null then need_to_know.sees_record(its_record) else need_to_know.sees_person(its_person) end
$$;

create function need_to_know.barred_from(who uuid, its_record text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select its_record = any (need_to_know.barred_for(who, need_to_know.at(), exists (
        select from accounts_account a join accounts_post p on p.account_id = a.id
        where a.handle = who and p.role = 'scrutineer'
          and p.since <= need_to_know.at() and (p.until is null or need_to_know.at() < p.until))))
$$;

create function need_to_know.holds_seal(its_record text, its_person uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from relation r where r.account = need_to_know.account() and r.kind = 'sealed'
        and (r.record = its_record or r.person = its_person)
        and r.since <= need_to_know.at() and (r.until is null or need_to_know.at() < r.until))
$$;

-- Relations -------------------------------------------------------------------------------------------------------------

create function need_to_know.grant_relation(
    grantee uuid, its_record text, its_person uuid, its_kind text, its_until timestamptz, why text
) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare made bigint;
begin
    perform need_to_know.demand(grantee <> need_to_know.account(), 'WP403', 'nobody gives a relation to themself');
    perform need_to_know.demand(need_to_know.sees_subject(its_record, its_person), 'WP404', 'nothing there');
    if its_kind = 'sealed' then
        perform need_to_know.demand(need_to_know.holds_seal(its_record, its_person), 'WP403', 'only those named for it name others');
    else
        perform need_to_know.demand(need_to_know.has_role('hub_practitioner', 'manager'), 'WP403', 'not in this role');
    end if;
    perform need_to_know.demand(its_record is null or not need_to_know.barred_from(grantee, its_record), 'WP403',
        'they are barred from it');
    insert into relation (account, record, person, kind, since, until, because, granted_by)
    values (grantee, its_record, its_person, its_kind, need_to_know.at(), its_until, why, need_to_know.account())
    returning id into made;
    return made;
end $$;

create function need_to_know.end_relation(it bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update relation r set until = need_to_know.at(), ended_by = need_to_know.account()
    where r.id = it and (r.until is null or r.until > need_to_know.at())
      and need_to_know.account() in (r.account, r.granted_by);
    perform need_to_know.demand(found, 'WP404', 'nothing there');
end $$;

create function need_to_know.confirm_person(who uuid, its_mention text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare made bigint; its_record text;
begin
    select m.record into its_record from mention m where m.mention = its_mention;
    perform need_to_know.demand(its_record is not null and need_to_know.sees_record(its_record), 'WP404', 'nothing there');
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner'), 'WP403', 'not in this role');
    insert into confirmed (person, mention, by_account, at)
    values (who, its_mention, need_to_know.account(), need_to_know.at()) on conflict do nothing returning id into made;
    perform need_to_know.demand(made is not null, 'WP409', 'somebody confirmed it before');
    perform need_to_know.lay_seals();
    return made;
end $$;

create function need_to_know.withdraw_confirmation(its_mention text, why text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare its_record text;
begin
    select c.record into its_record from confirmed c where c.mention = its_mention and c.withdrawn_at is null;
    perform need_to_know.demand(its_record is not null and need_to_know.sees_record(its_record), 'WP404', 'nothing there');
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner'), 'WP403', 'not in this role');
    update confirmed c set withdrawn_at = need_to_know.at(), withdrawn_by = need_to_know.account(), withdrawn_because = why
    where c.mention = its_mention and c.withdrawn_at is null;
    return its_record;
end $$;

create function need_to_know.name_criticised(its_record text, who uuid, event timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform need_to_know.demand(need_to_know.sees_record(its_record), 'WP404', 'nothing there');
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner', 'scrutineer')
        or its_record = any (need_to_know.raised_records()), 'WP403', 'not in this role');
    insert into criticised (record, account, since, named_by, at)
    values (its_record, who, event, need_to_know.account(), need_to_know.at());
end $$;

-- Seals -----------------------------------------------------------------------------------------------------------------

create table sealed_decision (
    seal bigint not null references seal,
    record text not null,
    by_account uuid not null,
    because text not null check (because <> ''),
    at timestamptz not null,
    primary key (seal, record)
);
comment on table sealed_decision is 'That a record which might have spoken of somebody sealed does not, by a person who may see both.';
alter table sealed_decision enable row level security;
alter table sealed_decision force row level security;
create policy owned on sealed_decision to current_user using (true) with check (true);
revoke all on sealed_decision from public, wp_app, wp_journey;
grant select on sealed_decision to wp_journey;
create policy journey on sealed_decision for select to wp_journey using (true);

create function need_to_know.names_somebody(description jsonb) returns boolean language sql immutable as $$
    select exists (
        select from jsonb_each_text(description) as d(key, value)
        where key in ('surname', 'forename', 'name', 'upn', 'nhs_number', 'child_id', 'phone') and value <> '')
$$;

-- Every record that speaks of whom a seal is about, or may: theirs by confirmation, by the machine's entity, and those of
-- anybody who possibly matches; with their threads. What a description without a name fits is no possible match.
create function need_to_know.under_seal(it bigint) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    with theirs as materialized (
             select m.mention, m.entity from seal s join confirmed c on c.person = s.person and c.withdrawn_at is null
             join mention m on m.mention = c.mention where s.id = it
             union
             select m.mention, m.entity from seal s join record k on k.record = s.record
             join record t on coalesce(t.adds_to, t.source) = coalesce(k.adds_to, k.source)
             join mention m on m.record = t.record where s.id = it and m.kind = 'person' and m.role = 'subject'),
         own as materialized (select distinct t.entity from theirs t),
         pair as materialized (
             select distinct on (l.left_mention, l.right_mention) l.left_mention, l.right_mention, l.judgement
             from own join mention m on m.entity = own.entity
             join link l on l.left_mention = m.mention or l.right_mention = m.mention
             where l.kind = 'person'
             order by l.left_mention, l.right_mention, l.sequence desc),
         beside as (
             select o.entity from pair p
             join mention o on o.mention in (p.left_mention, p.right_mention)
             where p.judgement in ('unsure', 'compatible') and not exists (
                 select from mention n where n.mention in (p.left_mention, p.right_mention)
                 and not need_to_know.names_somebody(n.description))),
         found as (
             select m.record from mention m where m.entity in (select own.entity from own union select b.entity from beside b)
             union
             select s.record from seal s where s.id = it and s.record is not null
             union
             select c.record from seal s join confirmed c on c.person = s.person and c.withdrawn_at is null where s.id = it
             union
             select x.record from sealed_record x where x.seal = it)
    select f.record from found f
    union
    select t.record from record t where coalesce(t.adds_to, t.source) in (
        select coalesce(k.adds_to, k.source) from record k join found f on f.record = k.record)
$$;

-- Only ever adds: what is sealed opens again by people alone.
create function need_to_know.lay_seals() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into sealed_record
    select u.record, s.id from seal s, need_to_know.under_seal(s.id) as u(record)
    where s.lifted_at is null
      and not exists (select from sealed_decision d where d.seal = s.id and d.record = u.record)
    on conflict do nothing;
end $$;

create function need_to_know.mark_sealed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        update record r set sealed = true where r.record = new.record and not r.sealed;
    else
        update record r set sealed = exists (select from sealed_record s where s.record = old.record) where r.record = old.record;
    end if;
    return null;
end $$;
create trigger sealed_record_marks after insert or delete on sealed_record
    for each row execute function need_to_know.mark_sealed();

create function need_to_know.seal_at_once() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    new.sealed := exists (select from sealed_record s where s.record = new.record);
    return new;
end $$;
create trigger record_sealed_at_once before insert on record for each row execute function need_to_know.seal_at_once();

create function need_to_know.lay_after() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from seal s where s.lifted_at is null) then
        perform need_to_know.lay_seals();
    end if;
    return null;
end $$;
create trigger record_under_seal after insert on record for each statement execute function need_to_know.lay_after();
create trigger mention_under_seal after insert or update on mention for each statement execute function need_to_know.lay_after();
create trigger link_under_seal after insert or update on link for each statement execute function need_to_know.lay_after();

create function need_to_know.seal(its_record text, its_person uuid, why text, its_lead uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare made bigint;
begin
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner'), 'WP403', 'not in this role');
    perform need_to_know.demand(need_to_know.sees_subject(its_record, its_person), 'WP404', 'nothing there');
    perform need_to_know.demand(its_lead <> need_to_know.account() and exists (
        select from accounts_account a join accounts_post p on p.account_id = a.id
        join accounts_team t on t.id = p.team_id join accounts_agency g on g.id = t.agency_id
        where a.handle = its_lead and p.role <> 'administrator' and g.key <> all (need_to_know.agencies())
          and p.since <= need_to_know.at() and (p.until is null or need_to_know.at() < p.until)), 'WP403',
        'the lead for what is sealed is somebody of another agency');
    perform need_to_know.demand(its_record is null or not need_to_know.barred_from(its_lead, its_record), 'WP403',
        'they are barred from it');
    insert into seal (record, person, because, by_account, lead, at)
    values (its_record, its_person, why, need_to_know.account(), its_lead, need_to_know.at()) returning id into made;
    insert into relation (account, record, person, kind, since, because, granted_by)
    values (its_lead, its_record, its_person, 'sealed', need_to_know.at(), why, need_to_know.account());
    perform need_to_know.lay_seals();
    perform pg_notify('seal', made::text);
    return made;
end $$;

create function need_to_know.decide_not_sealed(it bigint, its_record text, why text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare s seal;
begin
    select * into s from seal where id = it and lifted_at is null;
    perform need_to_know.demand(need_to_know.holds_seal(s.record, s.person), 'WP404', 'nothing there');
    perform need_to_know.demand(not exists (
        select from confirmed c where c.record = its_record and c.person = s.person and c.withdrawn_at is null)
        and s.record is distinct from its_record, 'WP409', 'it is what is sealed');
    insert into sealed_decision values (it, its_record, need_to_know.account(), why, need_to_know.at()) on conflict do nothing;
    delete from sealed_record x where x.seal = it and x.record = its_record;
end $$;

create function need_to_know.ask_to_unseal(it bigint, why text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare s seal;
begin
    select * into s from seal where id = it and lifted_at is null for update;
    perform need_to_know.demand(need_to_know.holds_seal(s.record, s.person), 'WP404', 'nothing there');
    perform need_to_know.demand(length(btrim(why)) > 0, 'WP403', 'say why');
    update seal set lift_asked_by = need_to_know.account(), lift_asked_at = need_to_know.at(), lift_because = why where id = it;
end $$;

create function need_to_know.unseal(it bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare s seal;
begin
    select * into s from seal where id = it and lifted_at is null for update;
    perform need_to_know.demand(need_to_know.holds_seal(s.record, s.person), 'WP404', 'nothing there');
    perform need_to_know.demand(s.lift_asked_by is not null and s.lift_asked_by <> need_to_know.account(), 'WP403',
        'two people open what is sealed: one asks, another agrees');
    update seal set lifted_by = need_to_know.account(), lifted_at = need_to_know.at() where id = it;
    delete from sealed_record where seal = it;
end $$;

-- Possible match: ask ---------------------------------------------------------------------------------------------------

create function need_to_know.possible_matches(its_record text)
returns table (record text, agency text, day date) language sql stable security definer set search_path = public, pg_temp as $$
    with mine as materialized (select its_record as record where need_to_know.sees_record(its_record)),
         pair as (
             select distinct on (l.left_mention, l.right_mention) l.judgement,
                    case when l.left_record = its_record then l.right_record else l.left_record end as other
             from mine join link l on mine.record in (l.left_record, l.right_record)
             order by l.left_mention, l.right_mention, l.sequence desc),
         other as materialized (select distinct p.other as record from pair p where p.judgement <> 'different')
    select r.record, r.agency, (r.recorded_at at time zone 'Europe/London')::date
    from other join record r on r.record = other.record
    where not r.sealed
      and r.record <> all (need_to_know.barred_records())
      and r.record <> all (need_to_know.seen_among((select array_agg(o.record) from other o)))
    order by r.recorded_at, r.record
$$;

create function need_to_know.hidden_records(its_finding text)
returns table (record text, agency text, day date) language sql stable security definer set search_path = public, pg_temp as $$
    with other as materialized (
        select fr.record from finding_record fr where fr.finding = its_finding and need_to_know.sees_finding(its_finding))
    select r.record, r.agency, (r.recorded_at at time zone 'Europe/London')::date
    from other join record r on r.record = other.record
    where not r.sealed and r.record <> all (need_to_know.seen_among((select array_agg(o.record) from other o)))
    order by r.recorded_at, r.record
$$;

create function need_to_know.may_ask_for(its_record text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from record r where r.record = its_record and not r.sealed)
       and not need_to_know.sees_record(its_record)
       and (cardinality(need_to_know.seen_among((
                select coalesce(array_agg(case when l.left_record = its_record then l.right_record else l.left_record end), '{}')
                from link l where its_record in (l.left_record, l.right_record) and l.judgement <> 'different'))) > 0
            or exists (select from finding_record fr where fr.record = its_record and need_to_know.sees_finding(fr.finding)))
$$;

create function need_to_know.ask_for(its_record text, why text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare made bigint; post jsonb := need_to_know.context() -> 'posts' -> 0;
begin
    perform need_to_know.demand(need_to_know.may_ask_for(its_record)
        and need_to_know.has_role('front_line', 'hub_practitioner', 'analyst', 'manager'), 'WP404', 'nothing there');
    insert into ask (account, role, agency, record, to_agency, day, because, at)
    select need_to_know.account(), post ->> 'role', post ->> 'agency', r.record, r.agency,
           (r.recorded_at at time zone 'Europe/London')::date, why, need_to_know.at()
    from record r where r.record = its_record on conflict do nothing returning id into made;
    perform need_to_know.demand(made is not null, 'WP409', 'you have asked already');
    return made;
end $$;

create function need_to_know.answer_ask(it bigint, yes boolean, why text, its_until timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare a ask;
begin
    select * into a from ask where id = it for update;
    perform need_to_know.demand(a.to_agency = any (need_to_know.agencies()) and need_to_know.sees_record(a.record)
        and need_to_know.has_role('hub_practitioner', 'manager'), 'WP404', 'nothing there');
    perform need_to_know.demand(a.account <> need_to_know.account(), 'WP403', 'nobody answers themself');
    perform need_to_know.demand(a.answered_at is null, 'WP409', 'somebody answered before');
    perform need_to_know.demand(length(btrim(why)) > 0, 'WP403', 'say why');
    perform need_to_know.demand(not yes or not need_to_know.barred_from(a.account, a.record), 'WP403', 'they are barred from it');
    update ask set answered_at = need_to_know.at(), answered_by = need_to_know.account(), granted = yes, reason = why where id = it;
    if yes then
        insert into relation (account, record, kind, since, until, because, granted_by)
        values (a.account, a.record, 'asked', need_to_know.at(), its_until, why, need_to_know.account());
    end if;
    insert into notice (account, kind, record, words, at)
    values (a.account, 'answer', a.record, case when yes then 'The agency that wrote the record lets you read it.'
        else 'The agency that wrote the record does not open it to you: ' || why end, need_to_know.at());
end $$;

-- Break-glass -----------------------------------------------------------------------------------------------------------

create function need_to_know.open_break_glass(
    its_record text, its_person uuid, its_code text, why text, signed_in_again boolean, due timestamptz
) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare made bigint; post jsonb := need_to_know.context() -> 'posts' -> 0; me uuid := need_to_know.account();
begin
    perform need_to_know.demand(need_to_know.opens('break glass') and signed_in_again, 'WP403', 'not for this purpose');
    perform need_to_know.demand(array_length(regexp_split_to_array(btrim(why), '\s+'), 1) >= 3, 'WP403', 'say why in your own words');
    perform need_to_know.demand(case when its_record is not null then exists (
            select from record r where r.record = its_record and not r.sealed and r.record <> all (need_to_know.barred_records()))
        else exists (select from confirmed c where c.person = its_person and c.withdrawn_at is null)
            and not exists (select from seal s where s.person = its_person and s.lifted_at is null) end, 'WP404', 'nothing there');
    insert into break_glass (account, role, agency, team, record, person, code, because, opened_at, until, due_at)
    values (me, post ->> 'role', post ->> 'agency', (post ->> 'team')::bigint, its_record, its_person, its_code, why,
            need_to_know.at(), need_to_know.at() + interval '4 hours', least(due, need_to_know.at() + interval '21 days'))
    returning id into made;
    insert into notice (account, kind, record, words, at)
    select distinct r.account, 'emergency opening', its_record,
           'Somebody opened, in an emergency, what you work with. It is reviewed outside their agency.', need_to_know.at()
    from relation r
    where r.account <> me and r.kind in ('allocated', 'named worker') and r.since <= need_to_know.at()
      and (r.until is null or need_to_know.at() < r.until)
      and (r.record = its_record or r.person = its_person or r.person in (
          select c.person from confirmed c where c.record = its_record and c.withdrawn_at is null));
    return made;
end $$;

create function need_to_know.review_break_glass(it bigint, is_justified boolean, words text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare b break_glass;
begin
    select * into b from break_glass where id = it for update;
    perform need_to_know.demand(b.account is not null and need_to_know.context() ->> 'purpose' = 'review_break_glass'
        and need_to_know.has_role('manager', 'scrutineer') and b.agency <> all (need_to_know.agencies())
        and need_to_know.apart_from(b.account), 'WP404', 'nothing there');
    perform need_to_know.demand(b.reviewed_at is null, 'WP409', 'somebody reviewed it before');
    perform need_to_know.demand(length(btrim(words)) > 0, 'WP403', 'say why');
    update break_glass set reviewed_at = need_to_know.at(), reviewed_by = need_to_know.account(), justified = is_justified,
        review = words where id = it;
end $$;

create function need_to_know.break_glass_counts(since timestamptz, until timestamptz)
returns table (agency text, team bigint, opened bigint, unreviewed bigint, overdue bigint, not_justified bigint, looks bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with broken as (
             select b.agency, b.team, count(*) as opened, count(*) filter (where b.reviewed_at is null) as unreviewed,
                    count(*) filter (where b.reviewed_at is null and b.due_at < need_to_know.at()) as overdue,
                    count(*) filter (where not b.justified) as not_justified
             from break_glass b where b.opened_at >= since and b.opened_at < until group by b.agency, b.team),
         looked as (
             select a.agency, a.team, count(*) as looks from access a
             where a.allowed and a.subject_kind = 'record' and a.at >= since and a.at < until group by a.agency, a.team)
    select agency, team, coalesce(b.opened, 0), coalesce(b.unreviewed, 0), coalesce(b.overdue, 0), coalesce(b.not_justified, 0),
           coalesce(l.looks, 0)
    from broken b full join looked l using (agency, team)
    where need_to_know.has_role('scrutineer', 'executive', 'manager')
    order by agency, team
$$;

-- Who has looked, and who is told ------------------------------------------------------------------------------------------

create function need_to_know.who_opened(its_record text)
returns table (at timestamptz, role text, agency text, action text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.at, a.role, a.agency, a.action from access a
    where a.subject_kind = 'record' and a.allowed
      and need_to_know.opens('raised') and its_record = any (need_to_know.raised_records()) and need_to_know.sees_record(its_record)
      and a.subject = any (select t.record from record k join record t on coalesce(t.adds_to, t.source) = coalesce(k.adds_to, k.source)
                           where k.record = its_record)
      and not need_to_know.raised_by(a.subject, a.account)
    order by a.at, a.id
$$;

create function need_to_know.tell_readers(records text[], words text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare told bigint;
begin
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner', 'manager'), 'WP403', 'not in this role');
    perform need_to_know.demand((select bool_and(r = any (need_to_know.seen_among(records))) from unnest(records) as r), 'WP404',
        'nothing there');
    insert into notice (account, kind, record, words, at)
    select distinct a.account, 'wrong person', its.record, words, need_to_know.at()
    from unnest(records) as its(record)
    join access a on a.allowed and (
        a.subject_kind = 'record' and a.subject = its.record
        or a.subject_kind = 'finding' and a.subject in (select fr.finding from finding_record fr where fr.record = its.record))
    where a.account <> need_to_know.account();
    get diagnostics told = row_count;
    return told;
end $$;

create function need_to_know.see_notice(it bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update notice set seen_at = need_to_know.at() where id = it and account = need_to_know.account() and seen_at is null;
end $$;

create function need_to_know.renew_finding(its_finding text, why text, its_until timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare made bigint;
begin
    perform need_to_know.demand(need_to_know.sees_finding(its_finding), 'WP404', 'nothing there');
    perform need_to_know.demand(need_to_know.has_role('hub_practitioner', 'analyst', 'scrutineer'), 'WP403', 'not in this role');
    insert into renewal (finding, by_account, because, at, until)
    values (its_finding, need_to_know.account(), why, need_to_know.at(), its_until) returning id into made;
    return made;
end $$;

-- Nothing of this is for everybody ------------------------------------------------------------------------------------------

revoke all on all functions in schema need_to_know from public;
grant execute on all functions in schema need_to_know to wp_app;
revoke execute on function need_to_know.raised_by_account, need_to_know.barred_for, need_to_know.under_seal,
    need_to_know.line_under, need_to_know.barred_from from wp_app;
grant execute on function need_to_know.lay_seals, need_to_know.under_seal to wp_journey;
