-- Who copies whom, how often and how fast, last 28 days?
select original_publisher, publisher as copied_by, copies, p50_seconds
from marts.copiers
order by copies desc, 1, 2
limit 50;
