-- Feeds that say "not modified" although they changed: found by an occasional poll without validators, then asked without.
alter table ops.feeds add column polls_since_check integer not null default 0 check (polls_since_check >= 0);  -- Polls since its answers to validators were last put to the test; every 20th is a test.
alter table ops.feeds add column distrusted_at timestamptz;  -- When a 304 of it proved wrong; null while its validators are trusted. Since then etag and last_modified are those of an outdated document.
