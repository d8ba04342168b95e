-- For each feed, what became of its entries.
select
  feed,
  seen,
  loaded,
  unchanged,
  duplicate,
  quarantined,
  waiting,
  difference
from ops.balance
order by feed
