-- How feeds are doing, by name, state or condition, and publisher; null leaves a choice open.
select h.* from marts.feed_health as h
where (%(name)s::text is null or h.feed = %(name)s)
  and (%(state)s::text is null or %(state)s in (h.state, h.condition))
  and (%(publisher)s::text is null or h.publisher = %(publisher)s)
order by h.publisher, h.feed
