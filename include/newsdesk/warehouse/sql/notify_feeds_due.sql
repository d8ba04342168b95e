-- Wake whoever waits for due feeds.
select pg_notify('newsdesk', 'feeds_due')
