-- Hosts that refuse us again and again (403): left alone by all workers, longer each time.
alter table ops.hosts add column denials smallint not null default 0 check (denials >= 0);  -- Refusals (403) in a row, with no success in between.
alter table ops.hosts add column denials_until timestamptz;  -- A refusal up to here adds to those before it, a later one is the first again.
