-- Stage pages whose bytes are stored already, so that fetch leaves them alone.
insert into staging.pages (batch_id, url, entry_ids, capture_id, captured_at, source)  -- noqa: PRS
values %s  -- noqa: PRS
on conflict (batch_id, url) do nothing
returning page_id
