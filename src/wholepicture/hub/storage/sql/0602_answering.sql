-- A manager below whom somebody practises at the hub answers for the hub: they see what the hub sees, but nothing that was raised
-- about them or their line, nor where nobody knows yet whom it is about.

insert into purpose_way values
    ('answer_for_hub', 'manager', 'hub'), ('answer_for_hub', 'manager', 'raised'), ('answer_for_hub', 'manager', 'relation');

create function need_to_know.answers_for_hub() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from need_to_know.line_under(need_to_know.account(), need_to_know.at()) as below(handle)
        join accounts_account a on a.handle = below.handle join accounts_post p on p.account_id = a.id
        where p.role = 'hub_practitioner' and p.since <= need_to_know.at()
          and (p.until is null or need_to_know.at() < p.until))
$$;
revoke all on function need_to_know.answers_for_hub from public;

create or replace function need_to_know.opens(variadic ways text[]) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    with said as (select need_to_know.context() as c),
         post as (select p ->> 'role' as role from said, jsonb_array_elements(said.c -> 'posts') as p)
    select not exists (select from post where role = 'administrator')
       and exists (
           select from purpose_way w join post on post.role = w.role, said
           where w.purpose = said.c ->> 'purpose' and w.way = any (ways)
             and case when w.purpose = 'answer_for_hub' then need_to_know.answers_for_hub() else true end)
$$;

-- Where nobody knows yet who is criticised, whoever answers for the hub is closed out as every manager is; their own words and what
-- they work with stay open to them.
create or replace function need_to_know.barred_records() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    select need_to_know.barred_for(need_to_know.account(), need_to_know.at(), need_to_know.has_role('scrutineer'))
        || case when need_to_know.has_role('manager') and need_to_know.opens('hub')
                then array(select unnest(need_to_know.barred_to_managers()) except select unnest(need_to_know.opened_records()))
                else '{}'::text[] end
$$;
