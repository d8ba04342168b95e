"""news-please with its Postgres storage, tuned in its favour. Does not install it: the interpreter that has it is given.

In its favour: no heuristic rejects a page, eight crawlers run at once, its tables have no limits of length, no file is written,
and a log level that costs nothing.
"""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.bench.throughput.contestants import Processes, Stored, make_database, rows_of

COLUMNS = """
  id bigserial primary key, date_modify timestamp, date_download timestamp, localpath text, filename text, source_domain text,
  url text not null, image_url text, title text, title_page text, title_rss text, maintext text, description text,
  date_publish timestamp, authors text[], language text, ancestor bigint, descendant bigint, version integer
"""
PIPELINES = """ITEM_PIPELINES = {'newsplease.pipeline.pipelines.ArticleMasterExtractor': 100,
                  'newsplease.pipeline.pipelines.PostgresqlStorage': 200}
"""


class NewsPlease(Processes):
    """The crawler as its own launcher runs it, one RssCrawler a site."""

    name = "news-please"

    def __init__(self, python: Path) -> None:
        """Take the interpreter that has it."""
        self._python = python

    def start(self, home: Path, bases: Sequence[str]) -> None:
        self.url = make_database(self._prepare(home), "newsplease")
        tables = f"create table currentversions ({COLUMNS}, unique (url)); create table archiveversions ({COLUMNS}); select 1"
        rows_of(self.url, tables)
        config = home / "config"
        config.mkdir()
        text = (package_folder(self._python) / "config" / "config.cfg").read_text(encoding="utf-8")
        (config / "config.cfg").write_text(self._tuned(text, home), encoding="utf-8")
        sites = ", ".join(f'{{"url": "{base}/", "crawler": "RssCrawler"}}' for base in bases)
        (config / "sitelist.hjson").write_text(f'{{"base_urls": [{sites}]}}', encoding="utf-8")

    def go(self) -> None:
        self._run([self._python, "-m", "newsplease", "-c", f"{self.home / 'config'}/"])

    def settled(self) -> int:
        return int(rows_of(self.url, "select coalesce(sum(version), 0) from currentversions")[0][0])

    def stored(self) -> Stored:
        links = [str(url) for (url,) in rows_of(self.url, "select url from currentversions")]
        revised = {str(url).partition("?")[0] for (url,) in rows_of(self.url, "select url from archiveversions")}
        return Stored({link.partition("?")[0] for link in links}, len(links), revised=revised)

    def _tuned(self, text: str, home: Path) -> str:
        password = self.postgres.url("x").split("postgres:", 1)[1].partition("@")[0]
        here = (
            f"host = 127.0.0.1\nport = {self.postgres.port}\ndatabase = 'newsplease'\nuser = 'postgres'\npassword = '{password}'"
        )
        text = re.sub(r"(?ms)^\[Postgresql\].*?(?=^\[)", f"[Postgresql]\n{here}\n\n", text)
        text = re.sub(r"(?ms)^ITEM_PIPELINES = .*?\}\n", PIPELINES, text)
        for name, value in {
            "enabled_heuristics": "{}", "pass_heuristics_condition": '"True"', "number_of_parallel_crawlers": "8",
            "working_path": str(home), "LOG_LEVEL": "ERROR",
        }.items():  # fmt: skip
            text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
        return text


def package_folder(python: Path) -> Path:
    """Say where news-please is installed. Raises CalledProcessError where it is not."""
    command = [python, "-c", "import newsplease, pathlib; print(pathlib.Path(newsplease.__file__).parent)"]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1])
