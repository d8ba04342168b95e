-- Hosts that are asked: whose turn it is, when, and what their robots.txt says.
create table ops.hosts (  -- One host that feeds or pages are fetched from; all workers together behave as one towards it.
  host text primary key check (length(host) <= 260),  -- Host name, with the port where it is not the scheme's own.
  lease_token bigint,  -- Worker that may ask it now; null when nobody does.
  lease_until timestamptz,  -- When another worker may take it.
  next_request_at timestamptz not null default now(),  -- The next request may not start sooner.
  slow_until timestamptz,  -- The host asked for a pause (429, 503, Retry-After); no request before.
  crawl_delay_seconds real check (crawl_delay_seconds >= 0),  -- Delay that its robots.txt asks for; null if none.
  robots_status smallint,  -- HTTP status of its robots.txt; 0 when its redirects lead nowhere; null before the first try.
  robots_body bytea,  -- Its robots.txt, as far as it is read.
  robots_fetched_at timestamptz  -- When its robots.txt was asked for.
);

grant select, insert, update on ops.hosts to newsdesk_loader;
