"""Where Newsdesk runs and how much it may take, read from the environment (`NEWSDESK_*`).

Secrets come only from here. Does not say which feeds there are: that is `include/feeds.yaml`.
"""

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from include.newsdesk.errors import PermanentError

WEB_ADDRESS = r"^(https?://[^/?#\s]+[^?#\s]*)?$"


class BadSettings(PermanentError):
    """The environment holds a setting that can't be used."""


class Settings(BaseSettings):
    """All settings of the pipeline; the field's name in capitals after `NEWSDESK_` is the variable."""

    model_config = SettingsConfigDict(env_prefix="NEWSDESK_", extra="ignore", frozen=True)

    database_url: str = Field(description="Postgres of the warehouse, as the role that this process needs.")
    contact: str = Field("", description="Address that publishers can write to; part of the User-Agent.")
    allow_networks: str = Field("", description="Non-public networks that may be fetched from, comma separated (CIDR).")
    allow_any_port: bool = Field(False, description="Fetch from ports other than 80 and 443.")
    host_delay_seconds: float = Field(1.0, ge=0, description="Least time between two requests to one host, in seconds.")
    poll_floor_seconds: int = Field(900, ge=1, description="A feed is never polled more often than this, in seconds.")
    poll_ceiling_seconds: int = Field(86_400, ge=1, description="A feed is polled at least this often, in seconds.")
    fetch_threads: int = Field(16, ge=1, le=64, description="Hosts that one task asks at the same time.")
    dns_seconds: float = Field(5.0, gt=0, description="Longest wait for a host's address, in seconds.")
    connect_seconds: float = Field(10.0, gt=0, description="Longest wait for a host to take a connection, in seconds.")
    idle_seconds: float = Field(10.0, gt=0, description="Longest silence of a server within an answer, in seconds.")
    total_seconds: float = Field(
        30.0, gt=0, description="Longest time for one URL with its redirects, in seconds; waiting for a turn is extra."
    )
    feed_wire_bytes: int = Field(5_242_880, ge=1, description="Largest feed document as sent, in bytes.")
    feed_decoded_bytes: int = Field(15_728_640, ge=1, description="Largest feed document as decoded, in bytes.")
    page_wire_bytes: int = Field(5_242_880, ge=1, description="Largest page as sent, in bytes.")
    page_decoded_bytes: int = Field(10_485_760, ge=1, description="Largest page as decoded, in bytes.")
    robots_bytes: int = Field(524_288, ge=1, description="Bytes that are read of a robots.txt.")
    ratio: int = Field(100, ge=1, description="Most times that a body over 1 MiB may grow as it is decoded.")
    redirects: int = Field(5, ge=0, description="Most redirects that are followed.")
    header_lines: int = Field(100, ge=1, description="Most header lines of an answer.")
    header_bytes: int = Field(65_536, ge=1, description="Most bytes of an answer's headers.")
    retry_after_least_seconds: int = Field(60, ge=1, description="Shortest pause that a Retry-After brings, in seconds.")
    retry_after_most_seconds: int = Field(86_400, ge=1, description="Longest pause that a Retry-After brings, in seconds.")
    parse_processes: int = Field(2, ge=1, le=64, description="Processes that parse pages in one task.")
    parse_seconds: int = Field(10, ge=1, description="Longest time for one page or feed document, in seconds; CPU too.")
    parse_memory_mib: int = Field(512, ge=1, description="Most memory that one page or feed document may take, in MiB.")
    batch_size: int = Field(
        100, ge=1, le=1000, description="Entries of one batch, where hosts can be split so; more where many wait."
    )
    max_attempts: int = Field(5, ge=1, description="Tries of one page before its entry goes to the quarantine.")
    public_url: str = Field(
        "", pattern=r"^(https?://[^/?#\s]+[^?#\s]*)?$", description="Where hubs reach the receiver; empty: no WebSub."
    )
    archive_url: str = Field("", description="Folder or fsspec URL that old captures are archived to; empty: no archive.")
    archive_after_days: int = Field(7, ge=1, description="Captures stay in Postgres so many days before they are archived.")
    retention_days: int = Field(0, ge=0, description="Without an archive: captures are dropped after so many days; 0: never.")
    history_days: int = Field(90, ge=7, description="Polls, done batches and resolved quarantine rows are kept so many days.")
    push_tokens: str = Field("", repr=False, description="Who may push articles: name=token, comma separated.")
    alert_webhook: str = Field("", description="Address that is told, as JSON by POST, what goes wrong and when it is over.")


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises `BadSettings` that names every variable at fault.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(f"NEWSDESK_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise BadSettings("environment", problems) from error
