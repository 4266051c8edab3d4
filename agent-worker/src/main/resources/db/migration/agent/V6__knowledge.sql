-- What a tenant's agent may look up: its documents, and the passages that they are cut into.
create table document (
    tenant       text        not null,
    name         text        not null,
    title        text        not null,
    media_type   text        not null,
    content_hash text        not null,
    size_bytes   bigint      not null,
    language     text        not null,
    imported_at  timestamptz not null,
    primary key (tenant, name)
);

-- No index over the words: row-level security bars an operator that is not leakproof, as @@ is none, from being an
-- index's condition, so a search reads the tenant's own passages by the primary key and no others.
create table passage (
    tenant   text     not null,
    name     text     not null,
    place    int      not null,
    language text     not null,
    heading  text     not null,
    text     text     not null,
    words    tsvector not null,
    primary key (tenant, name, place),
    foreign key (tenant, name) references document on delete cascade
);

do $$
declare
    name text;
begin
    foreach name in array array['document', 'passage'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy one_tenant on %I using (tenant = current_setting(''parley.tenant'', true)) '
            'with check (tenant = current_setting(''parley.tenant'', true))', name);
    end loop;
end $$;
