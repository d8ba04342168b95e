-- Every feed with its publisher's name, in the order of names.
select f.*, p.name as publisher from ops.feeds as f join news.publishers as p using (publisher_id) order by f.name
