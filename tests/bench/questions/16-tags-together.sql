-- Which tags stand together, last 30 days?
select tag, with_tag, articles from marts.tag_pairs order by articles desc, tag, with_tag limit 50;
