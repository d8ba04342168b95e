-- How many feeds are in which condition.
select condition, count(*) as feeds from marts.feed_health group by condition order by feeds desc, condition
