-- Make a batch.
insert into ops.batches (cause) values (%(cause)s) returning batch_id
