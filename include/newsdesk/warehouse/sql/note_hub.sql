-- Note which hub took a request in the end.
update ops.subscriptions set final_hub_url = %(final_hub_url)s where subscription_id = %(subscription_id)s
