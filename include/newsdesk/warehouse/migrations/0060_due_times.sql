-- Whoever waits for the earliest due time hears when due times are written, by whatever statement.

create function ops.tell_due_times() returns trigger language plpgsql as $$
-- Say that due times may have changed. It is heard at commit, once for each transaction, and is no reason to start a run.
begin
  perform pg_notify('newsdesk_due_times', '');
  return null;
end
$$;

create trigger tell_due_times after insert or update of next_poll_at on ops.feeds
for each statement execute function ops.tell_due_times();

create trigger tell_due_times after insert or update of retry_at on ops.entries
for each statement execute function ops.tell_due_times();

create trigger tell_due_times after insert on ops.batches
for each statement execute function ops.tell_due_times();
