-- What has become of all entries so far.
select
  coalesce(sum(seen), 0)::bigint as seen,
  coalesce(sum(loaded), 0)::bigint as loaded,
  coalesce(sum(unchanged), 0)::bigint as unchanged,
  coalesce(sum(duplicate), 0)::bigint as duplicate,
  coalesce(sum(quarantined), 0)::bigint as quarantined,
  coalesce(sum(waiting), 0)::bigint as waiting,
  coalesce(sum(difference), 0)::bigint as difference
from ops.balance
