-- Search: names by what is one slip of the pen away, and every kind of key at once, only ever of what may be read.

-- A search reads thousands of keys and no more of them than their record.
alter table match_key drop constraint match_key_pkey, add primary key (kind, key, mention) include (record);
comment on table match_key is
    'What a search looks up by plain equality. kinds: name (a folded word of a name), born, born_year, phone, registration, '
    'registration_part, upn, nhs_number, child_id, postcode, house (number and street), address (a folded word of an address), '
    'handle.';

create table name_slip (
    slip text not null,
    word text not null,
    primary key (slip, word)
);
create index name_slip_of on name_slip (word);
revoke all on name_slip from public, wp_app, wp_journey;
comment on table name_slip is
    'The words of names that occur, each under itself and under itself with one letter left out: two words that are one '
    'letter apart meet there. And each under what it sounds like, with "=" before it. Derived from match_key, and goes with it. Nobody reads it but the functions below.';

create function need_to_know.slips_of(word text) returns setof text language sql immutable strict as $$
    select word
    union
    select left(word, place - 1) || substr(word, place + 1)
    from generate_series(1, length(word)) as place where length(word) >= 4
    union
    -- linkage.names.sound; a test holds the two together.
    select '=' || left(regexp_replace(
        left(word, 1) || regexp_replace(substr(word, 2), '[aeiouyhw-]', '', 'g'), '(.)\1+', '\1', 'g'), 5)
$$;

create function need_to_know.learn_name_words() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into name_slip
    select s.slip, fresh.word
    from (select distinct m.key as word from made m
          where m.kind = 'name' and not exists (select from name_slip n where n.word = m.key)) as fresh,
         need_to_know.slips_of(fresh.word) as s(slip)
    on conflict do nothing;
    return null;
end $$;
create trigger match_key_words after insert on match_key referencing new table as made
    for each statement execute function need_to_know.learn_name_words();

create function need_to_know.forget_name_words() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from name_slip n using (select distinct g.key from gone g where g.kind = 'name') as word
    where n.word = word.key and not exists (select from match_key k where k.kind = 'name' and k.key = word.key);
    return null;
end $$;
create trigger match_key_words_gone after delete on match_key referencing old table as gone
    for each statement execute function need_to_know.forget_name_words();

insert into name_slip
select s.slip, w.word
from (select distinct k.key as word from match_key k where k.kind = 'name') as w, need_to_know.slips_of(w.word) as s(slip);

-- The same question as need_to_know.seen_among, for thousands of records at once: no function is called for each of them.
create function need_to_know.readable_among(records text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    with me as materialized (
             select need_to_know.unsealed_records() as unsealed, need_to_know.barred_records() as barred,
                    need_to_know.opened_records() as opened, need_to_know.line_teams() as teams,
                    need_to_know.barred_to_managers() as closed, need_to_know.opens('hub', 'scrutiny') as wide,
                    need_to_know.opens('finding') as by_finding,
                    case when need_to_know.opens('finding')
                         then need_to_know.sealed_findings() || need_to_know.off_screen() else '{}' end as unseen)
    select r.record from unnest(records) as asked(record) join record r on r.record = asked.record, me
    where (not r.sealed or r.record = any (me.unsealed)) and r.record <> all (me.barred)
      and (me.wide or r.record = any (me.opened) or r.team = any (me.teams) and r.record <> all (me.closed)
           or me.by_finding and exists (
               select from finding_record fr where fr.record = r.record and fr.finding <> all (me.unseen)))
$$;

-- Mentions that answer to keys, as far as their records may be read. Each key belongs to one thing that was asked for (its
-- group) and weighs; a record counts from `needed` groups on. A `slip` stands for every word of a name that it leads to.
-- What may be read is asked only of records that count: that is what makes it fast where a name is common.
create function need_to_know.found_by(kinds text[], keys text[], groups int[], weights int[], needed int, most int)
returns table (mention text, record text, entity text, kind text, role text, words text, description jsonb, met int[])
language sql stable security definer set search_path = public, pg_temp as $$
    with asked as materialized (
             select * from unnest(kinds, keys, groups, weights) as a(kind, key, part, weight)),
         widened as materialized (
             select w.kind, w.key, w.part, max(w.weight) as weight from (
                 select a.kind, a.key, a.part, a.weight from asked a where a.kind <> 'slip'
                 union all
                 select 'name', s.word, a.part, a.weight from asked a join name_slip s on s.slip = a.key where a.kind = 'slip'
             ) as w group by 1, 2, 3),
         hit as materialized (
             select k.record, k.mention, w.part, max(w.weight) as weight
             from widened w join match_key k on k.kind = w.kind and k.key = w.key group by 1, 2, 3),
         together as materialized (
             select h.record, sum(h.weight) as weight from (
                 select h.record, h.part, max(h.weight) as weight from hit h group by 1, 2) as h
             group by 1 having count(*) >= needed),
         best as materialized (
             select t.record, t.weight from together t
             join need_to_know.readable_among((select array_agg(a.record) from together a)) as may(record) on may.record = t.record
             join record r on r.record = t.record and r.amended_by is null
             order by t.weight desc, r.known_at desc, t.record limit most)
    select m.mention, m.record, m.entity, m.kind, m.role, m.text, m.description, array_agg(h.part order by h.part)
    from best b join hit h on h.record = b.record join mention m on m.mention = h.mention
    group by m.mention, b.weight order by b.weight desc, m.mention
$$;
revoke all on function need_to_know.slips_of, need_to_know.readable_among, need_to_know.found_by from public;
grant execute on function need_to_know.readable_among, need_to_know.found_by to wp_app;

alter table name_slip enable row level security;
alter table name_slip force row level security;
create policy owned on name_slip to current_user using (true) with check (true);
