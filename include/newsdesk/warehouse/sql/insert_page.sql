-- Stage a fetched page.
insert into staging.pages (batch_id, url, entry_ids, capture_id, captured_at)
values (%(batch_id)s, %(url)s, %(entry_ids)s, %(capture_id)s, %(captured_at)s)
on conflict (batch_id, url) do nothing
