-- What somebody writes and has not sent yet; and what became of what they sent.

create table draft (
    account uuid not null,
    key uuid not null,
    adds_to text not null default '',
    sealed bytea not null,
    changed_at timestamptz not null,
    primary key (account, key)
);
create index draft_of on draft (account, changed_at desc);
comment on table draft is
    'Unsent writing, each its writer''s own: sealed with a key that the database does not hold. key becomes the idempotency '
    'key of what is sent, and the draft goes when it is.';
alter table draft enable row level security;
alter table draft force row level security;
create policy owned on draft to current_user using (true) with check (true);
create policy own on draft to wp_app using (account = (select need_to_know.account()))
    with check (account = (select need_to_know.account()));
revoke all on draft from public, wp_app, wp_journey;
grant select, insert, update, delete on draft to wp_app;

create index inbox_by_account on inbox (by_account, number desc) where by_account is not null;
create index raiser_by_account on raiser (account);

-- One's own concerns, from the moment at which they were kept --------------------------------------------------------------

create function need_to_know.own_concerns(skipped bigint, most bigint)
returns table (
    reference text, received_at timestamptz, protected boolean, additions bigint, outcome text, record text, linked boolean,
    decided_at timestamptz, total bigint
) language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (select need_to_know.account() as account where need_to_know.opens('raised')),
         mine as (
             select i.id, i.number, false as protected from me join inbox i on i.by_account = me.account
             where i.adds_to is null and i.content = 'hub_concern'
             union all
             select i.id, i.number, true from me join raiser p on p.account = me.account join inbox i on i.id = p.inbox
             where i.adds_to is null and i.content = 'hub_concern'),
         page as materialized (
             select m.*, count(*) over () as total from mine m order by m.number desc offset skipped limit most)
    select i.reference, i.received_at, p.protected, (select count(*) from inbox a where a.adds_to = i.reference),
           coalesce(last.outcome, ''), last.record, exists (select from record r where r.record = last.record),
           (select min(f.recorded_at) from fact f where f.kind = 'outcome' and f.source = 'whole-picture/' || i.reference),
           p.total
    from page p join inbox i on i.id = p.id
    left join lateral (
        select o.outcome, o.record from inbox_outcome o where o.inbox = i.id order by o.number desc limit 1) last on true
    order by p.number desc
$$;

create function need_to_know.own_thread(its_reference text)
returns table (
    reference text, received_at timestamptz, agency text, protected boolean, mine boolean, outcome text, record text,
    linked boolean, erased boolean, body bytea
) language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (select need_to_know.account() as account where need_to_know.opens('raised')),
         concern as materialized (
             select i.id from me join inbox i on i.reference = its_reference
             where i.adds_to is null and i.content = 'hub_concern'
               and (i.by_account = me.account
                    or exists (select from raiser p where p.inbox = i.id and p.account = me.account))),
         thread as (
             select c.id from concern c
             union all
             select i.id from concern c join inbox i on i.adds_to = its_reference),
         told as materialized (
             select i.id, i.number, i.reference, i.received_at, i.agency, i.body, i.by_account is null as protected,
                    i.by_account = me.account or exists (
                        select from raiser p where p.inbox = i.id and p.account = me.account) as mine,
                    coalesce(last.outcome, '') as outcome, last.record,
                    exists (select from record r where r.record = last.record) as linked,
                    exists (select from fact f join erased_part e on e.of_sequence = f.sequence where f.id = last.record) as erased
             from me, thread t join inbox i on i.id = t.id
             left join lateral (
                 select o.outcome, o.record from inbox_outcome o where o.inbox = i.id order by o.number desc limit 1
             ) last on true)
    -- What may not be read any more (sealed, barred) or was erased by law is not given back from the inbox either.
    select t.reference, t.received_at, t.agency, t.protected, coalesce(t.mine, false), t.outcome, t.record, t.linked, t.erased,
           case when t.erased or t.linked and not need_to_know.sees_record(t.record) or not (coalesce(t.mine, false) or t.linked)
                then null else t.body end
    from told t order by t.number
$$;

create function need_to_know.own_decisions(its_reference text)
returns table (recorded_at timestamptz, outcome text)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.recorded_at, coalesce(r.outcome, '')
    from need_to_know.own_thread(its_reference) t
    join fact f on f.kind = 'outcome' and f.source = 'whole-picture/' || its_reference
    left join record r on r.record = t.record
    where t.reference = its_reference and t.record is not null and need_to_know.sees_record(t.record)
    order by f.sequence
$$;

-- Who is criticised, before anybody can read the concern --------------------------------------------------------------------

create function need_to_know.note_criticised(its_record text, named text, moment timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    -- Only before it is a fact: afterwards it is for people to say (name_criticised).
    if exists (select from fact f where f.id = its_record) or exists (select from criticised c where c.record = its_record) then
        return;
    end if;
    insert into criticised (record, account, at) values (its_record, null, moment);
    insert into criticised (record, account, at)
    select its_record, a.handle, moment from accounts_account a
    where btrim(named) <> '' and lower(btrim(named)) in (lower(a.email), lower(a.name));
end $$;

revoke all on function need_to_know.own_concerns, need_to_know.own_thread, need_to_know.own_decisions,
    need_to_know.note_criticised from public;
grant execute on function need_to_know.own_concerns, need_to_know.own_thread, need_to_know.own_decisions,
    need_to_know.note_criticised to wp_app;
grant execute on function need_to_know.note_criticised to wp_journey;
