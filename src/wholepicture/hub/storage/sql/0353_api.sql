-- What an agency's system may know of what it sent, by its token alone; and how often it called.

create unlogged table api_call (
    token bigint not null,
    minute timestamptz not null,
    count integer not null,
    primary key (token, minute)
);
revoke all on api_call from public;

create function need_to_know.count_call(its_token bigint, moment timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare counted integer;
begin
    insert into api_call as c values (its_token, date_trunc('minute', moment), 1)
    on conflict (token, minute) do update set count = c.count + 1
    returning c.count into counted;
    if counted = 1 then
        delete from api_call c where c.minute < date_trunc('minute', moment) - interval '1 hour';
    end if;
    return counted;
end $$;

-- A concern or an addition that the agency's own system sent; nothing for anything else. It depends on nothing but what that
-- system sent and on the journey's place, so that it tells nothing of seals.
create function need_to_know.own_receipt(token_digest text, its_account uuid, its_reference text, moment timestamptz)
returns table (reference text, received_at timestamptz, linked boolean, sent_on_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select i.reference, i.received_at,
           coalesce(f.sequence <= (select applied_through from journey_state), false),
           (select min(s.recorded_at) from fact s where s.source = f.id and s.kind = 'sent')
    from inbox i
    join accounts_agencytoken t on t.digest = token_digest and t.revoked_at is null and t.expires_at > moment
    join accounts_agency g on g.id = t.agency_id
    left join inbox_outcome o on o.inbox = i.id and o.outcome in ('taken', 'put right')
    left join fact f on f.id = o.record
    where i.reference = its_reference and i.channel = 'api' and i.by_account = its_account and i.agency = g.key
    order by o.number desc limit 1
$$;
revoke all on function need_to_know.count_call, need_to_know.own_receipt from public;
grant execute on function need_to_know.count_call, need_to_know.own_receipt to wp_app;
