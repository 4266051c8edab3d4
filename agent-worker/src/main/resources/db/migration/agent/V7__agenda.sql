-- Appointments, and what is still to be said of them on agenda-events.

-- Lets one index compare words and times; trusted, so that the database's owner may add it.
create extension if not exists btree_gist;

create table appointment (
    appointment_id text        not null primary key,
    tenant         text        not null,
    resource       int         not null,
    client_id      text        not null,
    subject        text        not null,
    name           text,
    starts_at      timestamptz not null,
    ends_at        timestamptz not null check (ends_at > starts_at),
    status         text        not null
        check (status in ('booked', 'confirmed', 'completed', 'missed', 'cancelled')),
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    -- However many book at once: nothing is given away twice.
    constraint appointment_once_at_a_time exclude using gist
        (tenant with =, resource with =, tstzrange(starts_at, ends_at) with &&) where (status <> 'cancelled')
);

create index appointment_of_client on appointment (tenant, client_id, starts_at);
create index appointment_by_time on appointment (tenant, starts_at);

-- Written in the transaction that changes an appointment, deleted when Kafka has it. The numbers of one tenant are given
-- in the order of their commits.
create table agenda_outbox (
    id             bigint generated always as identity primary key,
    tenant         text        not null,
    event          text        not null,
    appointment_id text        not null,
    client_id      text,
    starts_at      timestamptz not null,
    status         text        not null,
    at             timestamptz not null
);

create index agenda_outbox_of_tenant on agenda_outbox (tenant, id);

-- Which worker sends a tenant's events now; another one may after that time.
create table agenda_sender (
    tenant   text        not null primary key,
    owner    text        not null,
    until_at timestamptz not null
);

do $$
declare
    name text;
begin
    foreach name in array array['appointment', 'agenda_outbox', 'agenda_sender'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy one_tenant on %I using (tenant = current_setting(''parley.tenant'', true)) '
            'with check (tenant = current_setting(''parley.tenant'', true))', name);
    end loop;
end $$;
