"""Listen for pushes: `python -m include.newsdesk.receiver`.

Reads NEWSDESK_DATABASE_URL (as newsdesk_receiver) and NEWSDESK_PUSH_TOKENS. Does not speak TLS: put a web server in front
that does, and that passes on /websub/ and /articles.
"""

import argparse
import logging
import sys

import uvicorn

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.receiver.app import build_app
from include.newsdesk.receiver.articles import read_senders
from include.newsdesk.receiver.protocol import ImpatientProtocol
from include.newsdesk.settings import BadSettings, read_settings

PORT = 8090
MOST_CONNECTIONS = 1_000
IDLE_SECONDS = 5


def main() -> int:
    """Serve until a signal comes; 1 with one line on stderr for settings that can't be used."""
    parser = argparse.ArgumentParser(prog="python -m include.newsdesk.receiver", description="Listen for pushes.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="port to listen on (default: %(default)s)")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # Else every broken request writes a line.
    try:
        settings = read_settings()
        try:
            senders = read_senders(settings.push_tokens)
        except ValueError as error:
            raise BadSettings("NEWSDESK_PUSH_TOKENS", str(error)) from error
    except NewsdeskError as error:
        sys.stderr.write(f"newsdesk: {error}\n")
        return 1
    logging.getLogger(__name__).info("listening address=%s:%d senders=%d", options.host, options.port, len(senders))
    uvicorn.run(
        build_app(settings.database_url, senders), host=options.host, port=options.port, http=ImpatientProtocol, ws="none",
        log_config=None, access_log=False,  # Callback addresses are secrets.
        server_header=False, proxy_headers=False, limit_concurrency=MOST_CONNECTIONS, timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=10,
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
