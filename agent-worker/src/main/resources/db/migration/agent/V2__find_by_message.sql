-- The turn API is asked by message id alone.
create index turn_input_by_message on turn_input (message_id);
