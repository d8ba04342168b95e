"""What a warehouse holds, apart from when and under which numbers it came in: two runs that did the same work are equal.

Covers every table of the schemas, those of later migrations too.
"""

import hashlib

import psycopg2

SCHEMAS = ("raw", "ops", "staging", "news", "marts")
# What a repeated stage may rightly leave otherwise: what it did in its last try, how often others were told, when it was
# answered.
APART = {
    "ops.batches": ("counts", "announcements"),
    "raw.captures": ("headers",),  # The Date header is a time.
    "ops.data_docs": ("html",),  # The page says when it was written.
}
TABLES = """
select n.nspname || '.' || c.relname, array_agg(a.attname order by a.attnum) filter (
  where a.atttypid not in ('timestamptz'::regtype, 'bigint'::regtype, 'bigint[]'::regtype) and a.attidentity = ''
  and not exists (
    select from pg_constraint as f join pg_attribute as t on t.attrelid = f.confrelid and t.attnum = any(f.confkey)
    where f.contype = 'f' and f.conrelid = c.oid and a.attnum = any(f.conkey) and t.attidentity <> ''))
from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any(%s)
group by 1
"""
# Numbers differ from run to run, what they join must not.
LINKS = {
    "entry to article": """select f.name, e.entry_key, a.url from ops.entries e
        join ops.feeds f using (feed_id) left join news.articles a using (article_id)""",
    "article to revisions": """select a.url, r.revision, c.body_sha256 from news.article_revisions r
        join news.articles a using (article_id) left join raw.captures c on c.capture_id = r.capture_id""",
    "article to addresses": "select a.url, u.url, u.relation from news.article_urls u join news.articles a using (article_id)",
    "article to media": "select a.url, m.position, m.url from news.media m join news.articles a using (article_id)",
    "article to original": "select a.url, o.url from news.articles a join news.articles o on o.article_id = a.duplicate_of",
    "article to signature": "select a.url, s.signature from news.signatures s join news.articles a using (article_id)",
    "article to story": """select a.url, s.title from news.story_articles m
        join news.articles a using (article_id) join news.stories s using (story_id)""",
    "entry to quarantine": "select e.entry_key, q.status, q.reasons from ops.quarantine q join ops.entries e using (entry_id)",
    "page to entries": "select p.url, e.entry_key from staging.pages p join ops.entries e on e.entry_id = any(p.entry_ids)",
    "page to capture": "select p.url, c.body_sha256 from staging.pages p join raw.captures c using (capture_id, captured_at)",
}


def fingerprint(url: str) -> dict[str, tuple[int, str]]:
    """Return for each table and kind of link the number of rows and a digest of them, in no certain order."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(TABLES, (list(SCHEMAS),))
            queries = {
                table: f"select {', '.join(sorted(set(columns or ()) - set(APART.get(table, ())))) or '1'} from {table}"
                for table, columns in cursor.fetchall()
            }
            found = {}
            for name, query in (queries | LINKS).items():
                cursor.execute(f"select count(*), string_agg(x::text, chr(10) order by x::text) from ({query}) as x")
                rows, text = cursor.fetchone()
                found[name] = (rows, hashlib.sha256((text or "").encode()).hexdigest()[:16])
            return found
    finally:
        connection.close()
