-- Keep a parsed article in staging.
update staging.pages set
  state = 'parsed', article = %(article)s::jsonb, article_url = %(article_url)s, text_hash = %(text_hash)s,
  version_hash = %(version_hash)s, signature = %(signature)s
where page_id = %(page_id)s and state = 'fetched'
