-- Every sealed record is its own tripwire. Whoever leads for a seal, in another agency, is told when somebody else opened what lies
-- under it, or asked for it at its own address and was told that nothing is there. Looks are taken from the leaves of the checkpoints:
-- in their order, none left out, and after the answer has gone, so that how long an answer takes says nothing.

create table seal_watch (
    through bigint not null
);
insert into seal_watch select coalesce(max(position), -1) from leaf;
comment on table seal_watch is 'One row: up to which leaf looks were held against the seals.';

create table seal_look (
    seal bigint not null references seal,
    account uuid not null,
    allowed boolean not null,
    day date not null,
    at timestamptz not null,
    primary key (seal, account, allowed, day)
);
comment on table seal_look is 'Of which looks a lead was told: once a day for each person, and apart for what was opened and what was refused.';

alter table seal_watch enable row level security;
alter table seal_watch force row level security;
create policy owned on seal_watch to current_user using (true) with check (true);
alter table seal_look enable row level security;
alter table seal_look force row level security;
create policy owned on seal_look to current_user using (true) with check (true);
revoke all on seal_watch, seal_look from public, wp_app, wp_journey;

create function watch_seals(moment timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    since bigint;
    until bigint;
    told bigint;
begin
    select w.through into since from seal_watch w for update;
    select coalesce(max(l.position), -1) into until from leaf l;
    with seen as (
        select distinct on (s.id, a.account, a.allowed, (a.at at time zone 'Europe/London')::date)
               s.id as seal, s.lead, a.account, a.allowed, a.at, a.role, a.agency,
               (a.at at time zone 'Europe/London')::date as day
        from leaf l
        join access a on l.kind = 'look' and a.id = l.number
        join lateral (
            select s.* from sealed_record x join seal s on s.id = x.seal where a.subject_kind = 'record' and x.record = a.subject
            union
            select s.* from seal s where a.subject_kind = 'person' and s.person::text = a.subject
        ) s on s.lifted_at is null and s.at <= a.at
        where l.position > since and l.position <= until and a.account <> s.lead
          and not (a.subject_kind = 'record' and need_to_know.raised_by(a.subject, a.account))
        order by s.id, a.account, a.allowed, (a.at at time zone 'Europe/London')::date, a.at, a.id
    ), new as (
        insert into seal_look select seal, account, allowed, day, at from seen on conflict do nothing
        returning seal, account, allowed, day
    )
    insert into notice (account, kind, words, at)
    select seen.lead, 'sealed',
           a.name || ' (' || replace(seen.role, '_', ' ') || coalesce(', ' || g.name, '') || ') '
           || case when seen.allowed then 'opened what you lead for under seal ' || seen.seal || '.'
                   else 'asked for what you lead for under seal ' || seen.seal || ', is not named there, and was told that there is nothing.' end,
           moment
    from new join seen using (seal, account, allowed, day) join accounts_account a on a.handle = seen.account
    left join accounts_agency g on g.key = seen.agency
    order by seen.at, seen.account;
    get diagnostics told = row_count;
    update seal_watch set through = until;
    return told;
end $$;
revoke all on function watch_seals from public;
grant execute on function watch_seals to wp_journey;
