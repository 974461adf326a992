-- Who raised a concern under protection: opened by two custodians, for a day, with a reason; whoever raised it is told.

alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check
    check (kind in ('wrong person', 'emergency opening', 'answer', 'sealed', 'identity'));

create table identity_opening (
    id bigint generated always as identity primary key,
    inbox uuid not null references inbox,
    reference text not null,
    because text not null check (btrim(because) <> ''),
    asked_by uuid not null,
    asked_at timestamptz not null,
    agreed_by uuid,
    agreed_at timestamptz,
    constraint two_custodians check (agreed_by is null or agreed_by <> asked_by),
    check ((agreed_by is null) = (agreed_at is null))
);
comment on table identity_opening is
    'That a custodian asked to open who raised a protected concern, and that a second one agreed. Rows are never taken away.';
alter table identity_opening enable row level security;
alter table identity_opening force row level security;
create policy owned on identity_opening to current_user using (true) with check (true);
revoke all on identity_opening from public, wp_app, wp_journey;

-- Whether whoever acts is a custodian who neither raised it nor is criticised in it: to them alone it is there.
create function need_to_know.keeps_identity(its_inbox uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((need_to_know.context() ->> 'purpose') = 'open_identity', false) and need_to_know.has_role('custodian')
       and not exists (select from raiser p where p.inbox = its_inbox and p.account = need_to_know.account())
       and not exists (
           select from inbox_outcome o join record k on k.record = o.record
           join record t on coalesce(t.adds_to, t.source) = coalesce(k.adds_to, k.source)
           join criticised c on c.record = t.record
           where o.inbox = its_inbox and c.account = need_to_know.account())
$$;

create function need_to_know.ask_identity(its_reference text, why text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare it uuid; made bigint;
begin
    select i.id into it from inbox i join raiser p on p.inbox = i.id
    where i.reference = upper(btrim(its_reference)) and i.adds_to is null;
    perform need_to_know.demand(it is not null and need_to_know.keeps_identity(it), 'WP404', 'nothing there');
    perform need_to_know.demand(array_length(regexp_split_to_array(btrim(why), '\s+'), 1) >= 3, 'WP403', 'say why in your own words');
    insert into identity_opening (inbox, reference, because, asked_by, asked_at)
    select it, i.reference, btrim(why), need_to_know.account(), need_to_know.at() from inbox i where i.id = it
    returning id into made;
    return made;
end $$;

create function need_to_know.agree_identity(its_number bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare o identity_opening;
begin
    select * into o from identity_opening where id = its_number for update;
    perform need_to_know.demand(o.id is not null and need_to_know.keeps_identity(o.inbox), 'WP404', 'nothing there');
    perform need_to_know.demand(o.agreed_by is null, 'WP409', 'somebody agreed before');
    perform need_to_know.demand(o.asked_by <> need_to_know.account(), 'WP403', 'two people open it: one asks, another agrees');
    update identity_opening set agreed_by = need_to_know.account(), agreed_at = need_to_know.at() where id = its_number;
    insert into notice (account, kind, words, at)
    select p.account, 'identity', 'Two identity custodians opened that it was you who raised ' || o.reference || '. Their reason: ' || o.because,
           need_to_know.at()
    from raiser p where p.inbox = o.inbox;
end $$;

-- account is who raised it: only once two agreed, only for those two, and for a day.
create function need_to_know.identity_openings()
returns table (id bigint, reference text, because text, asked_by uuid, asked_at timestamptz, agreed_by uuid, agreed_at timestamptz,
               account uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, o.reference, o.because, o.asked_by, o.asked_at, o.agreed_by, o.agreed_at,
           case when need_to_know.account() in (o.asked_by, o.agreed_by) and o.agreed_at <= need_to_know.at()
                     and need_to_know.at() < o.agreed_at + interval '24 hours' then p.account end
    from identity_opening o join raiser p on p.inbox = o.inbox
    where need_to_know.keeps_identity(o.inbox) order by o.id desc
$$;

revoke all on function need_to_know.keeps_identity, need_to_know.ask_identity, need_to_know.agree_identity,
    need_to_know.identity_openings from public;
grant execute on function need_to_know.ask_identity, need_to_know.agree_identity, need_to_know.identity_openings to wp_app;
