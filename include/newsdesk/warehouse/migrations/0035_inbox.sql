-- What is pushed to us: the inbox, the subscriptions that make hubs push, and a role that may do no more than receive.
do $$
begin
  perform pg_advisory_xact_lock(7305771002);
  if not exists (select 1 from pg_roles where rolname = 'newsdesk_receiver') then
    create role newsdesk_receiver nologin;
  end if;
end $$;
grant usage on schema ops to newsdesk_receiver;

create table ops.subscriptions (  -- One request to a WebSub hub to push the changes of a feed; a renewal is a new one.
  subscription_id integer generated always as identity primary key,  -- Key.
  feed_id integer not null references ops.feeds on delete cascade,  -- Feed.
  topic_url text not null,  -- Address that the publisher gives as rel=self: what is subscribed to.
  hub_url text not null,  -- Hub as the publisher names it.
  final_hub_url text,  -- Hub that took the request, after redirects; null before that.
  token text not null unique check (length(token) >= 22),  -- Last part of the callback address: who knows it may talk about this subscription.
  callback_url text not null,  -- Address that the hub was given.
  secret text not null check (octet_length(secret) between 32 and 199),  -- Key of the signatures (HMAC) on pushes.
  state text not null default 'requested' check (state in ('requested', 'active', 'leaving', 'ended')),  -- Where it stands; leaving means that the hub was asked to stop.
  requested_at timestamptz not null default now(),  -- When the hub was asked to push, or, while leaving, to stop.
  verified_at timestamptz,  -- When the hub asked back and was told yes.
  lease_until timestamptz,  -- When the hub stops by itself.
  ended_at timestamptz,  -- When it ended.
  outcome text check (outcome in ('denied', 'silent', 'refused', 'expired', 'replaced', 'unsubscribed')),  -- Why it ends or ended.
  detail text,  -- What the hub said about it.
  failures integer not null default 0 check (failures >= 0),  -- Requests in a row that came to nothing before this one.
  last_push_at timestamptz,  -- Last push taken.
  check ((state = 'ended') = (ended_at is not null))
);
create index on ops.subscriptions (feed_id, subscription_id);

create table ops.inbox (  -- One push as it came in, kept before its sender was answered.
  push_id bigint generated always as identity primary key,  -- Key, in the order of arrival.
  received_at timestamptz not null default clock_timestamp(),  -- When it came, the last time if it came again.
  kind text not null check (kind in ('websub', 'article')),  -- From a hub, or an article by itself.
  idempotency_key text not null unique check (length(idempotency_key) <= 400),  -- The same key is the same push.
  subscription_id integer references ops.subscriptions on delete cascade,  -- Subscription; null for an article.
  sender text,  -- Whose token an article came with; null for a hub.
  content_type text,  -- Content-Type header as sent.
  headers jsonb not null,  -- Request headers without secrets, names in lower case.
  body bytea,  -- Body, compressed with Zstandard; null once it was taken into raw.captures or rejected.
  body_bytes integer not null check (body_bytes >= 0),  -- Length of the body before compression.
  body_sha256 bytea not null check (octet_length(body_sha256) = 32),  -- Digest of the body before compression.
  deliveries integer not null default 1,  -- How often it came.
  state text not null default 'waiting' check (state in ('waiting', 'taken', 'rejected')),  -- What has become of it.
  outcome text,  -- What came of it, in words, or the reason code of a rejection.
  settled_at timestamptz,  -- When it was taken or rejected.
  check ((kind = 'websub') = (subscription_id is not null)),
  check ((kind = 'article') = (sender is not null))
);
alter table ops.inbox alter body set storage external;
create index on ops.inbox (received_at) where state = 'waiting';

alter table ops.feeds add column hub_url text;  -- WebSub hub that its last document names; null if none.
alter table ops.feeds add column pushed_at timestamptz;  -- Last push taken, for as long as pushes are relied upon; null once a poll found what no push had brought.
alter table ops.entries add column is_whole boolean not null default false;  -- True when the text was pushed in full: no page is fetched.

grant select, insert on ops.subscriptions to newsdesk_loader;
grant update (final_hub_url, state, requested_at, ended_at, outcome, detail, last_push_at) on ops.subscriptions to newsdesk_loader;
grant select, delete on ops.inbox to newsdesk_loader;
grant update (state, outcome, settled_at, body) on ops.inbox to newsdesk_loader;
grant select on ops.subscriptions to newsdesk_receiver;
grant update (state, requested_at, verified_at, lease_until, ended_at, outcome, detail, failures) on ops.subscriptions to newsdesk_receiver;
grant insert (kind, idempotency_key, subscription_id, sender, content_type, headers, body, body_bytes, body_sha256) on ops.inbox
to newsdesk_receiver;
grant select (push_id, received_at, kind, idempotency_key, deliveries, state, body_sha256) on ops.inbox to newsdesk_receiver;
grant update (deliveries, state, received_at) on ops.inbox to newsdesk_receiver;
