-- Note how far a replay has come.
update ops.replays set
  passed = %(passed)s, last_article_id = %(last_article_id)s, batch_id = %(batch_id)s, counts = %(counts)s::jsonb,
  finished_at = case when %(is_finished)s then now() end
where replay_id = %(replay_id)s
