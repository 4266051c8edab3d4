-- What each worker has spent of a tenant's day, and what it holds of the rest until its lease ends. Sums, never changes
-- of sums: a worker that writes twice has written once.

create table budget_share (
    tenant      text        not null,
    day         date        not null,
    worker      text        not null,
    tokens      bigint      not null,
    micros      bigint      not null,
    held_tokens bigint      not null,
    held_micros bigint      not null,
    expires_at  timestamptz not null,
    primary key (tenant, day, worker)
);

-- That a tenant's day was used up: said once.
create table budget_exhausted (
    tenant text        not null,
    day    date        not null,
    what   text        not null,
    at     timestamptz not null,
    primary key (tenant, day)
);

do $$
declare
    name text;
begin
    foreach name in array array['budget_share', 'budget_exhausted'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy one_tenant on %I using (tenant = current_setting(''parley.tenant'', true)) '
            'with check (tenant = current_setting(''parley.tenant'', true))', name);
    end loop;
end $$;
