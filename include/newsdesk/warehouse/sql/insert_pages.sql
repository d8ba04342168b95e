-- Stage fetched pages.
insert into staging.pages (batch_id, url, entry_ids, capture_id, captured_at)  -- noqa: PRS
values %s  -- noqa: PRS
on conflict (batch_id, url) do nothing
returning page_id
