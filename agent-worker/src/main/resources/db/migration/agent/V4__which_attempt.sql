-- With which attempt of its turn a message came in: what the model asked for before that stands before it.
alter table turn_input add column attempt int not null default 1;
