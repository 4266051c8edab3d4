-- Turns, their inputs and steps, the memory of conversations, silences. Every table of tenants is under forced
-- row-level security: a transaction sees the rows of the tenant named by parley.tenant, and none without it.

create table turn (
    turn_id          text        not null primary key,
    tenant           text        not null,
    client_id        text        not null,
    channel          text        not null,
    channel_account  text        not null,
    settings_version text        not null,
    status           text        not null,
    attempt          int         not null,
    interruptions    int         not null,
    window_end       bigint      not null,
    window_size      int         not null,
    started_at       timestamptz not null,
    ended_at         timestamptz,
    reason           text,
    input_tokens     bigint      not null default 0,
    output_tokens    bigint      not null default 0,
    retracted        boolean     not null default false,
    sayings          text        not null default '[]',
    decisions        text        not null default '[]'
);

create index turn_of_client on turn (tenant, client_id, started_at desc);
create index turn_by_age on turn (tenant, ended_at);

create table turn_input (
    tenant     text        not null,
    client_id  text        not null,
    message_id text        not null,
    turn_id    text        not null references turn on delete cascade,
    place      int         not null,
    kind       text        not null,
    partition  int         not null,
    log_offset bigint      not null,
    logged_at  timestamptz not null,
    text       text        not null,
    user_name  text,
    primary key (tenant, client_id, message_id)
);

create index turn_input_of_turn on turn_input (turn_id);

create table turn_step (
    turn_id       text        not null references turn on delete cascade,
    tenant        text        not null,
    place         int         not null,
    attempt       int         not null,
    kind          text        not null,
    name          text        not null,
    request_hash  text        not null,
    answer        text        not null,
    started_at    timestamptz not null,
    duration_ms   bigint      not null,
    input_tokens  bigint      not null,
    output_tokens bigint      not null,
    primary key (turn_id, place)
);

create table memory_line (
    id        bigint generated always as identity primary key,
    tenant    text        not null,
    client_id text        not null,
    role      text        not null,
    text      text        not null,
    turn_id   text        not null,
    said_at   timestamptz not null
);

create index memory_line_of_client on memory_line (tenant, client_id, id desc);

create table silence (
    tenant    text        not null,
    client_id text        not null,
    until_at  timestamptz not null,
    since     timestamptz not null,
    author    text        not null,
    primary key (tenant, client_id)
);

-- Which tenants file was imported last; names no tenant.
create table settings_import (
    id          int         not null primary key check (id = 1),
    hash        text        not null,
    imported_at timestamptz not null
);

do $$
declare
    name text;
begin
    foreach name in array array['turn', 'turn_input', 'turn_step', 'memory_line', 'silence'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy one_tenant on %I using (tenant = current_setting(''parley.tenant'', true)) '
            'with check (tenant = current_setting(''parley.tenant'', true))', name);
    end loop;
end $$;
