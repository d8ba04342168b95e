-- Note that an alert's beginning, or its end if it is over, was told.
update ops.alerts set
  sent_at = coalesce(sent_at, clock_timestamp()), closed_sent_at = case when closed_at is not null then clock_timestamp() end
where alert_id = %(alert_id)s
