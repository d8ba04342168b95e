"""The two login roles beside the owner: the loader works, the analyst reads.

What each may do is granted in the migrations. Does not create the owner: that is whoever runs the migrations.
"""

from psycopg2 import sql

from include.newsdesk.warehouse.connection import connected

LOADER = "newsdesk_loader"
ANALYST = "newsdesk_analyst"
# Settings on a group role do not reach its members, so they stand on the login role itself.
ANALYST_SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "search_path": "marts, news",
}


def ensure_roles(owner_url: str, loader_password: str, analyst_password: str) -> None:
    """Create the login roles or set their passwords anew; safe to repeat."""
    with connected(owner_url, "newsdesk roles") as connection, connection, connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(7305771002)")
        for role, password in ((LOADER, loader_password), (ANALYST, analyst_password)):
            cursor.execute("select 1 from pg_roles where rolname = %s", (role,))
            verb = sql.SQL("alter" if cursor.fetchone() else "create")
            cursor.execute(sql.SQL("{} role {} login password {}").format(verb, sql.Identifier(role), sql.Literal(password)))
        cursor.execute(sql.SQL("alter role {} connection limit 10").format(sql.Identifier(ANALYST)))
        for name, value in ANALYST_SETTINGS.items():
            # search_path is a list: its elements must stay apart.
            literals = sql.SQL(", ").join(sql.Literal(v.strip()) for v in value.split(","))
            cursor.execute(sql.SQL("alter role {} set {} to {}").format(sql.Identifier(ANALYST), sql.SQL(name), literals))
