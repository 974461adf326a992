-- Mail says that a notice waits, with the concern's reference at most. What may be mailed is decided here, at the moment of sending, and
-- by what may be mailed, not by what may not: a kind of notice that nobody thought of is not mailed. Nothing depends on any of it.

create table mail (
    notice bigint primary key references notice on delete cascade,
    message uuid not null unique default gen_random_uuid(),
    tries integer not null check (tries > 0),
    tried_at timestamptz not null,
    again_at timestamptz not null,
    sent_at timestamptz,
    given_up_at timestamptz,
    check (sent_at is null or given_up_at is null)
);
create index mail_open on mail (again_at) where sent_at is null and given_up_at is null;
create index notice_at on notice (at);
comment on table mail is
    'One row for each notice of which it was tried to send a mail. A try is written down before it is made, so whoever is killed between '
    'sending and writing down that it was sent sends it twice, with the same message (its Message-ID), and never leaves it out.';

create table mail_off (
    account uuid primary key,
    since timestamptz not null
);
comment on table mail_off is 'Who wants no mail.';

do $$
declare kept text;
begin
    foreach kept in array array['mail', 'mail_off'] loop
        execute format('alter table %I enable row level security', kept);
        execute format('alter table %I force row level security', kept);
        execute format('create policy owned on %I to current_user using (true) with check (true)', kept);
        execute format('revoke all on %I from public, wp_app, wp_journey', kept);
    end loop;
end $$;

-- Each one's own switch -------------------------------------------------------------------------------------------------

create function need_to_know.is_mailed() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select need_to_know.account() is not null and not exists (select from mail_off o where o.account = need_to_know.account())
$$;

create function need_to_know.switch_mail(wanted boolean) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform need_to_know.demand(need_to_know.account() is not null, 'WP404', 'nothing there');
    if wanted then
        delete from mail_off where account = need_to_know.account();
    else
        insert into mail_off values (need_to_know.account(), need_to_know.at()) on conflict do nothing;
    end if;
end $$;

-- What may be mailed ----------------------------------------------------------------------------------------------------

-- Whether anything that is said in the same thread is under a seal. What is not there (any more) counts as sealed: nobody knows.
create function need_to_know.thread_sealed(its_record text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(bool_or(t.sealed or exists (select from sealed_record s where s.record = t.record)
                            or exists (select from seal s where s.record = t.record and s.lifted_at is null)), true)
    from record k join record t on coalesce(t.adds_to, t.source) = coalesce(k.adds_to, k.source)
    where k.record = its_record
$$;

-- A notice without a record still comes from one: an emergency opening from somebody with whom its reader works, a meeting from whatever
-- it is about.
create function need_to_know.notice_sealed(it notice) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select case
        when it.record is not null then need_to_know.thread_sealed(it.record)
        when it.kind = 'emergency opening' then exists (
            select from relation r join seal s on s.person = r.person and s.lifted_at is null where r.account = it.account)
        when it.kind = 'meeting' then exists (
            select from meeting_guest g join meeting m on m.matter = g.matter join fact f on f.source = g.matter and f.kind = 'acted'
            where g.account = it.account and f.known_at = it.at and need_to_know.meeting_closed(m.about, '{}', '{}', '{}'))
        else true end
$$;

-- The reference of the concern, as long as its reader may open it by their role, by a relation, or because they raised it; else nothing.
-- None where anybody raised it under protection: whose mail names it and whose does not must not tell who that was.
create function need_to_know.mailed_reference(its_record text, who uuid, moment timestamptz) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    with thread as materialized (
             select k.reference, k.source, t.record from record r
             join record k on k.source = coalesce(r.adds_to, r.source) and k.adds_to is null and k.system = 'whole-picture'
             join record t on coalesce(t.adds_to, t.source) = k.source
             where r.record = its_record and k.reference ~ '^WP-[0-9]{2}-[0-9]{6,}$'),
         post as materialized (
             select p.role from accounts_account a join accounts_post p on p.account_id = a.id
             where a.handle = who and p.since <= moment and (p.until is null or moment < p.until))
    select coalesce((
        select min(t.reference) from thread t
        where not exists (select from need_to_know.protected_raisers((select array_agg(p.record) from thread p)))
          and its_record <> all (need_to_know.barred_for(who, moment, exists (select from post where role = 'scrutineer')))
          and (exists (select from post where role in ('hub_practitioner', 'scrutineer'))
               or need_to_know.raised_by(its_record, who)
               or exists (
                   select from relation r where r.account = who and r.since <= moment and (r.until is null or moment < r.until)
                   and (r.record = its_record or r.person in (
                       select c.person from confirmed c where c.record = its_record and c.withdrawn_at is null))))), '')
$$;

-- Takes the oldest notice that is to be mailed now, if there is one, and notes the try. `pauses` is how long it is until the next try after
-- the first, the second...; there are so many tries. `with_training` says whether training accounts are mailed. Notices are mailed while they
-- are younger than `fresh`: whoever switches mail on is not mailed everything from before.
create function need_to_know.take_mail(moment timestamptz, with_training boolean, pauses interval[], fresh interval)
returns table (notice bigint, message uuid, tries integer, address text, to_training boolean, reference text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    n notice;
    who accounts_account;
begin
    select x.* into n
    from notice x join accounts_account a on a.handle = x.account left join mail m on m.notice = x.id
    where x.at > moment - fresh and x.seen_at is null
      and x.kind in ('wrong person', 'emergency opening', 'answer', 'meeting')
      and a.is_active and (with_training or not a.training)
      and not exists (select from mail_off o where o.account = x.account)
      and (m.notice is null or m.sent_at is null and m.given_up_at is null and m.again_at <= moment and m.tries < cardinality(pauses))
      and exists (select from accounts_post p where p.account_id = a.id and p.since <= moment and (p.until is null or moment < p.until))
      and not exists (select from accounts_post p where p.account_id = a.id and p.role = 'administrator'
                      and p.since <= moment and (p.until is null or moment < p.until))
      and not need_to_know.notice_sealed(x)
    order by coalesce(m.again_at, x.at), x.id limit 1;
    if not found then
        return;
    end if;
    select * into who from accounts_account a where a.handle = n.account;
    insert into mail as m (notice, tries, tried_at, again_at) values (n.id, 1, moment, moment + pauses[1])
    on conflict on constraint mail_pkey do update
        set tries = m.tries + 1, tried_at = moment, again_at = moment + pauses[m.tries + 1]
    returning m.message, m.tries into message, tries;
    notice := n.id;
    address := who.email;
    to_training := who.training;
    reference := case when n.record is null then '' else need_to_know.mailed_reference(n.record, n.account, moment) end;
    return next;
end $$;

create function need_to_know.note_mailed(its_notice bigint, moment timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
    update mail set sent_at = moment where notice = its_notice and sent_at is null and given_up_at is null
$$;

-- Gives up what was tried as often as it is tried: `failed` at once, and what somebody tried who did not live to say how it went.
create function need_to_know.give_mail_up(moment timestamptz, most integer, failed bigint) returns setof bigint
language sql security definer set search_path = public, pg_temp as $$
    update mail m set given_up_at = moment
    where m.sent_at is null and m.given_up_at is null and m.tries >= most and (m.again_at <= moment or m.notice = failed)
    returning m.notice
$$;

revoke all on function need_to_know.is_mailed, need_to_know.switch_mail, need_to_know.thread_sealed, need_to_know.notice_sealed,
    need_to_know.mailed_reference, need_to_know.take_mail, need_to_know.note_mailed, need_to_know.give_mail_up from public;
grant execute on function need_to_know.is_mailed, need_to_know.switch_mail to wp_app;
grant execute on function need_to_know.take_mail, need_to_know.note_mailed, need_to_know.give_mail_up to wp_journey;
