-- Publishers with more than a fifth of the articles judged in the last day rejected, three at least; and batches of the last hour, of twenty articles at least.
select
  subject, jsonb_build_object('rejected', rejected, 'rows', judged) as observed, jsonb_build_object('most', 0.2) as expected,
  rejected || ' of ' || judged || ' articles were rejected' as detail
from (
  select subject, sum((observed ->> 'rejected')::integer) as rejected, sum((observed ->> 'rows')::integer) as judged
  from ops.quality_results
  where check_name = 'publisher.profile' and at > now() - interval '1 day'
  group by subject
  having sum((observed ->> 'rejected')::integer) >= 3
  union all
  select subject, (observed ->> 'rejected')::integer, (observed ->> 'rows')::integer
  from ops.quality_results
  where check_name = 'batch.rejected_share' and at > now() - interval '1 hour' and (observed ->> 'rows')::integer >= 20
) as recent
where rejected > 0.2 * judged
