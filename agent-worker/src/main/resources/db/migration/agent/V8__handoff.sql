-- Hand-over to people: silences that know who, why and since when, and what the team has still to be told.

-- A silence that has ended keeps its row: a late record of before its end changes nothing.
alter table silence
    add column cause text not null default 'TAKEN_OVER',
    add column source text not null default '',
    add column slides_ms bigint,
    add column as_of timestamptz not null default 'epoch',
    add column ended boolean not null default false,
    add column ended_by text;

-- The outbox of mails to the team, written with the end of the turn that asks for a person.
create table handover (
    turn_id      text        not null primary key references turn on delete cascade,
    tenant       text        not null,
    client_id    text        not null,
    channel      text        not null,
    reason       text        not null,
    summary      text        not null,
    window_end   bigint      not null,
    asked_at     timestamptz not null,
    silent_until timestamptz not null,
    tries        int         not null default 0,
    next_at      timestamptz not null,
    announced    boolean     not null default false,
    reported     boolean     not null default false,
    ended_at     timestamptz,
    outcome      text
);

create index handover_due on handover (tenant, next_at) where ended_at is null;

alter table handover enable row level security;
alter table handover force row level security;
create policy one_tenant on handover using (tenant = current_setting('parley.tenant', true))
    with check (tenant = current_setting('parley.tenant', true));
