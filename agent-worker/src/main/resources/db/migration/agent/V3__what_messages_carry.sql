-- What a message carries besides its words: what its channel's sender needs again, files by reference, what it quotes.
alter table turn_input add column carried text not null default '{}';

-- A line of the memory never changes. An edit or a deletion is a new line in the old one's place.
alter table memory_line
    add column provider_id text,
    add column place bigint,
    add column replaced_by bigint;

create index memory_line_in_order on memory_line (tenant, client_id, coalesce(place, id) desc);
drop index memory_line_of_client;
