-- Stage fetched pages.
insert into staging.pages (batch_id, url, entry_ids, capture_id, captured_at)
values %s
on conflict (batch_id, url) do nothing
returning page_id
