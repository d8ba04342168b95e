"""The three login roles beside the owner: the loader works, the receiver takes pushes, the analyst reads.

What each may do is granted in the migrations and narrowed by `privileges.sql`; what only a superuser can close is in
`close_server.sql`. Does not create the owner: that is whoever runs the migrations.
"""

import logging
from importlib.resources import files

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from include.newsdesk.warehouse.connection import connected

logger = logging.getLogger(__name__)

LOADER = "newsdesk_loader"
RECEIVER = "newsdesk_receiver"
ANALYST = "newsdesk_analyst"
ANALYST_CONNECTIONS = 10
# Settings on a group role do not reach its members, so they stand on the login role itself.
ANALYST_SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "search_path": "marts, news, public",
    "work_mem": "32MB",  # Groups of a month's articles fit; with the default of 4 MB they go by way of the disk.
}
TEMP_FILE_LIMIT = "4GB"  # What one analyst's session may spill to disk; unlike those above, the analyst can't change it.
STILL_OPEN = {
    "analysts can take advisory locks, and hold up loads": "has_function_privilege(%s, 'pg_advisory_lock(bigint)', 'execute')",
    "analysts see who is connected and what is locked": "has_function_privilege(%s, 'pg_stat_get_activity(integer)', 'execute')",
    "analysts can make large objects": "has_function_privilege(%s, 'lo_create(oid)', 'execute')",
    "an analyst's sorts may fill the disk": """not exists (
        select from pg_db_role_setting as s join pg_roles as r on r.oid = s.setrole
        where r.rolname = %s and array_to_string(s.setconfig, ' ') like '%%temp_file_limit=%%')""",
}


def ensure_roles(owner_url: str, loader_password: str, receiver_password: str, analyst_password: str) -> list[str]:
    """Create the login roles or set their passwords and limits anew; safe to repeat.

    A superuser also closes what the server leaves open to everybody. For any other owner that is skipped, and what remains
    open is logged and returned with the cure, one sentence each.
    """
    with connected(owner_url, "newsdesk roles") as connection, connection, connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(7305771002)")
        for role, password in ((LOADER, loader_password), (RECEIVER, receiver_password), (ANALYST, analyst_password)):
            cursor.execute("select 1 from pg_roles where rolname = %s", (role,))
            verb = sql.SQL("alter" if cursor.fetchone() else "create")
            cursor.execute(sql.SQL("{} role {} login password {}").format(verb, sql.Identifier(role), sql.Literal(password)))
        limit = sql.SQL("alter role {} connection limit {}").format(sql.Identifier(ANALYST), sql.Literal(ANALYST_CONNECTIONS))
        cursor.execute(limit)
        close_server(cursor)
        cursor.execute("select has_parameter_privilege('temp_file_limit', 'set')")
        settings = ANALYST_SETTINGS | ({"temp_file_limit": TEMP_FILE_LIMIT} if cursor.fetchone() == (True,) else {})
        for name, value in settings.items():
            # search_path is a list: its elements must stay apart.
            literals = sql.SQL(", ").join(sql.Literal(v.strip()) for v in value.split(","))
            cursor.execute(sql.SQL("alter role {} set {} to {}").format(sql.Identifier(ANALYST), sql.SQL(name), literals))
        return still_open(cursor, connection.info.dbname)


def close_server(cursor: Cursor) -> None:
    """Take from everybody what only a superuser can take, if this is one."""
    cursor.execute("select rolsuper from pg_roles where rolname = current_user")
    if cursor.fetchone() == (True,):
        cursor.execute(files("include.newsdesk.warehouse").joinpath("close_server.sql").read_text(encoding="utf-8"))


def still_open(cursor: Cursor, database: str) -> list[str]:
    """Say what the analyst of this database could do that it should not, and how to end that."""
    remaining = []
    for trouble, question in STILL_OPEN.items():
        cursor.execute("select " + question, (ANALYST,))
        if cursor.fetchone() == (True,):
            remaining.append(trouble)
            logger.warning(
                "left open database=%s: %s; cure: run include/newsdesk/warehouse/close_server.sql on it as a superuser,"
                " then `migrate` again with the passwords set",
                database,
                trouble,
            )
    return remaining
