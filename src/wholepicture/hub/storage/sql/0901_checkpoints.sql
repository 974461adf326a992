-- Checkpoints: each fact and each look becomes a leaf of one Merkle tree (RFC 9162), outside the path on which it is written.
-- A tile is the root over 256 leaves, or over 256 tiles of the level below: with them a proof asks for some hundred hashes.

-- A look's leaf cannot be guessed for its salt; its transaction says from where to look for what is not sealed yet. Whoever
-- may write a look may choose neither.
alter table access add column salt uuid not null default gen_random_uuid(),
    add column xact xid8 not null default pg_current_xact_id();
create index access_by_xact on access (xact);
revoke insert on access from wp_app;
grant insert (at, account, role, agency, team, action, subject_kind, subject, purpose, allowed, because, break_glass, request)
    on access to wp_app;
grant select on access to wp_journey;

create table leaf (
    position bigint primary key check (position >= 0),
    kind text not null check (kind in ('fact', 'look')),
    number bigint not null,
    hash bytea not null check (octet_length(hash) = 32),
    unique (kind, number)
);
comment on table leaf is 'What was sealed, in the order of its sealing: a fact by its sequence, a look by its id.';

create table tile (
    level smallint not null check (level > 0),
    number bigint not null,
    hash bytea not null check (octet_length(hash) = 32),
    primary key (level, number)
);

create table checkpoint (
    size bigint primary key check (size > 0),
    root bytea not null check (octet_length(root) = 32),
    at timestamptz not null,
    peaks bytea[] not null,
    note text not null
);
comment on table checkpoint is
    'How many leaves were sealed by a moment, and the root over them. peaks are the roots of the full trees of which the tree is '
    'made, largest first: with them it grows. note is what was signed and given to the witnesses.';

do $$
declare kept text;
begin
    foreach kept in array array['leaf', 'tile', 'checkpoint'] loop
        execute format('create trigger %I before update or delete or truncate on %I for each statement '
            'execute function refuse_change()', kept || '_never_changes', kept);
        execute format('alter table %I enable always trigger %I', kept, kept || '_never_changes');
        execute format('alter table %I enable row level security', kept);
        execute format('alter table %I force row level security', kept);
        execute format('create policy owned on %I to current_user using (true) with check (true)', kept);
        execute format('create policy journey on %I for select to wp_journey using (true)', kept);
    end loop;
end $$;
revoke all on leaf, tile, checkpoint from public, wp_app, wp_journey;
grant select on leaf, tile, checkpoint to wp_journey;
create policy everybody on checkpoint for select to wp_app using (true);
create policy everybody on tile for select to wp_app using (true);
grant select on checkpoint, tile to wp_app;

-- Leaves, their full tiles and the checkpoint over them are committed together, after what was sealed before, or not at all.
create function seal_leaves(
    after bigint, kinds text[], numbers bigint[], hashes bytea[], tile_levels smallint[], tile_numbers bigint[],
    tile_hashes bytea[], its_root bytea, its_at timestamptz, its_peaks bytea[], its_note text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(7023030);
    if after <> (select coalesce(max(l.position) + 1, 0) from leaf l) then
        raise exception 'something else was sealed meanwhile' using errcode = 'WP409';
    end if;
    insert into leaf
    select after + n.place - 1, n.kind, n.number, n.hash
    from unnest(kinds, numbers, hashes) with ordinality as n(kind, number, hash, place);
    insert into tile select t.level, t.number, t.hash from unnest(tile_levels, tile_numbers, tile_hashes) as t(level, number, hash);
    insert into checkpoint values (after + cardinality(kinds), its_root, its_at, its_peaks, its_note);
end $$;

-- The leaves of one tile of the lowest level, for a proof; hashes alone, which say nothing of what was sealed.
create function leaf_hashes(since bigint, until bigint) returns table (place bigint, hash bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select l.position, l.hash from leaf l where l.position >= since and l.position < least(until, since + 256) order by 1
$$;

-- The fact of a concern, or an addition, that the acting reader raised, and where it stands in the tree; with its parts
-- where they may still be shown.
create function need_to_know.own_fact(its_reference text)
returns table (sequence bigint, id text, kind text, source text, author text, happened_since timestamptz, happened_until timestamptz,
               recorded_at timestamptz, known_at timestamptz, part_digests text, digest text, leaf bigint, names text[], salts bytea[],
               bodies bytea[])
language sql stable security definer set search_path = public, pg_temp as $$
    with mine as materialized (
        select f.*, not exists (select from record r where r.record = f.id) or need_to_know.sees_record(f.id) as shown
        from inbox i
        left join raiser w on w.inbox = i.id
        join inbox_outcome o on o.inbox = i.id and o.outcome = 'taken'
        join fact f on f.id = o.record
        where i.reference = its_reference and need_to_know.opens('raised')
          and coalesce(w.account, i.by_account) = need_to_know.account())
    select m.sequence, m.id, m.kind, m.source, m.author, m.happened_since, m.happened_until, m.recorded_at, m.known_at,
           m.part_digests::text, m.digest, l.position,
           array(select p.name from payload p where m.shown and p.sequence = m.sequence order by p.number),
           array(select p.salt from payload p where m.shown and p.sequence = m.sequence order by p.number),
           array(select p.body from payload p where m.shown and p.sequence = m.sequence order by p.number)
    from mine m left join leaf l on l.kind = 'fact' and l.number = m.sequence
$$;

-- The same for what an agency's system sent, by its token alone: it depends on nothing but what that system sent, and on the
-- tree, so that it tells nothing of seals over records.
create function need_to_know.system_fact(token_digest text, its_account uuid, its_reference text, moment timestamptz)
returns table (sequence bigint, id text, kind text, source text, author text, happened_since timestamptz, happened_until timestamptz,
               recorded_at timestamptz, known_at timestamptz, part_digests text, digest text, leaf bigint, names text[], salts bytea[],
               bodies bytea[])
language sql stable security definer set search_path = public, pg_temp as $$
    select f.sequence, f.id, f.kind, f.source, f.author, f.happened_since, f.happened_until, f.recorded_at, f.known_at,
           f.part_digests::text, f.digest, l.position,
           array(select p.name from payload p where p.sequence = f.sequence order by p.number),
           array(select p.salt from payload p where p.sequence = f.sequence order by p.number),
           array(select p.body from payload p where p.sequence = f.sequence order by p.number)
    from inbox i
    join accounts_agencytoken t on t.digest = token_digest and t.revoked_at is null and t.expires_at > moment
    join accounts_agency g on g.id = t.agency_id
    join inbox_outcome o on o.inbox = i.id and o.outcome = 'taken'
    join fact f on f.id = o.record
    left join leaf l on l.kind = 'fact' and l.number = f.sequence
    where i.reference = its_reference and i.channel = 'api' and i.by_account = its_account and i.agency = g.key
$$;

-- How many facts are recorded and not sealed yet, and since when.
create function facts_unsealed(out facts bigint, out since timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*), min(f.known_at) from fact f
    where f.sequence > (select coalesce(max(l.number), 0) from leaf l where l.kind = 'fact')
$$;

revoke all on function seal_leaves, leaf_hashes, facts_unsealed, need_to_know.own_fact, need_to_know.system_fact from public;
grant execute on function seal_leaves to wp_journey;
grant execute on function leaf_hashes, facts_unsealed to wp_app, wp_journey;
grant execute on function need_to_know.own_fact, need_to_know.system_fact to wp_app;
