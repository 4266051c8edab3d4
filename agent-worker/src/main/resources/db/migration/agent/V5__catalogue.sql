-- Products and orders of tenants that keep them here. Both are replaced as a whole by an import.
--
-- There is no index on the words of products: under row-level security PostgreSQL asks an index only by operators that
-- it trusts not to leak (leakproof), and matching words is none. A search reads the tenant's products through the
-- primary key, which for the 20,000 that an import may bring takes some ten milliseconds.

create table product (
    tenant      text     not null,
    id          text     not null,
    name        text     not null,
    description text     not null default '',
    category    text     not null default '',
    price       numeric  check (price >= 0),
    currency    text     not null default '',
    stock       int,
    image_url   text,
    url         text,
    words_in    text     not null,
    words       tsvector not null,
    primary key (tenant, id)
);

create table shop_order (
    tenant       text    not null,
    number_key   text    not null,
    number       text    not null,
    status       text    not null,
    items        jsonb   not null default '[]',
    total        numeric,
    currency     text    not null default '',
    tracking     text,
    tracking_url text,
    email        text    not null default '',
    phone        text    not null default '',
    customer_id  text    not null default '',
    primary key (tenant, number_key)
);

do $$
declare
    name text;
begin
    foreach name in array array['product', 'shop_order'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy one_tenant on %I using (tenant = current_setting(''parley.tenant'', true)) '
            'with check (tenant = current_setting(''parley.tenant'', true))', name);
    end loop;
end $$;
