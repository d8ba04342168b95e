-- Stage what the feed says in full, since the page can't be had.
insert into staging.pages (batch_id, url, entry_ids, capture_id, captured_at, source)
select %(batch_id)s, %(url)s, %(entry_ids)s, e.capture_id, e.changed_at, 'feed' from ops.entries as e where e.entry_id = %(entry_with_text)s
on conflict (batch_id, url) do nothing
