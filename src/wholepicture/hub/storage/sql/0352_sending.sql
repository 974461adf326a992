-- What was sent on of a record: facts of their own, read back only by whoever may read the record.

create function need_to_know.sent_on(its_record text)
returns table (id text, author text, at timestamptz, body bytea)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not need_to_know.sees_record(its_record) then
        return;
    end if;
    return query
        select f.id, f.author, f.recorded_at, p.body
        from fact f join payload p on p.sequence = f.sequence
        where f.source = its_record and f.kind = 'sent' order by f.sequence;
end $$;
revoke all on function need_to_know.sent_on from public;
grant execute on function need_to_know.sent_on to wp_app;
