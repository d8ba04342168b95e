"""What can go wrong, sorted by what happens next.

    NewsdeskError
    ├── TransientError     try again later     the network, a busy server, a database that restarts
    ├── PermanentError     give up             wrong settings, a feed that is gone, an edited migration
    └── RejectedError      set this one aside  one entry or page that can't become an article

Leaf classes live beside the code that raises them, each under exactly one branch. Does not decide how often something is
tried: `plugins/newsdesk_airflow.py` turns the first two branches into Airflow's retry policy, and the stages turn the third
into rows.
"""


class NewsdeskError(Exception):
    """Something that Newsdesk can name went wrong.

    The docstring of a leaf class is its message; `subject` names the thing (a feed, a URL, a file), `detail` says what was seen.
    """

    def __init__(self, subject: str, detail: str = "") -> None:
        """Keep the subject and the detail for whoever reports the error."""
        self.subject = subject
        self.detail = detail
        super().__init__(subject, detail)

    def __str__(self) -> str:
        """Render as `sentence (subject): detail`."""
        sentence = (type(self).__doc__ or type(self).__name__).strip().split("\n")[0].rstrip(".")
        return f"{sentence} ({self.subject})" + (f": {self.detail}" if self.detail else "")


class TransientError(NewsdeskError):
    """Trying again later can help."""


class PermanentError(NewsdeskError):
    """Trying again can't help."""


class RejectedError(NewsdeskError):
    """This one item is set aside, its neighbours go on.

    `reason` is a stable code such as `page.not_html`; it becomes the reason of a quarantine row.
    """

    reason = "rejected"
