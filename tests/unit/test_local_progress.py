"""Progress lines of the command line."""

import io

from include.newsdesk.cli.progress import progress_to


class ClosedPipe(io.StringIO):
    """A stream whose reader has gone."""

    def flush(self) -> None:
        raise BrokenPipeError


def test_a_line_carries_the_seconds_and_is_written_at_once() -> None:
    stream = io.StringIO()
    progress_to(stream)("starting Postgres")
    assert stream.getvalue() == "   0.0 s  starting Postgres\n"


def test_a_reader_that_has_gone_does_not_end_the_cleaning_up() -> None:
    progress = progress_to(ClosedPipe())
    progress("stopping Airflow")
