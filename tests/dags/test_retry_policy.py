"""Each branch of the error tree has its consequence in Airflow."""

import pytest

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize(
    ("error_name", "action"),
    [("TransientError", "RETRY"), ("PermanentError", "FAIL"), ("RejectedError", "FAIL"), (None, "DEFAULT")],
)
def test_error_branch_decides(error_name: str | None, action: str) -> None:
    from newsdesk_airflow import RETRY_POLICY

    from include.newsdesk import errors

    error = getattr(errors, error_name)("subject") if error_name else ValueError("a bug")
    assert RETRY_POLICY.evaluate(error, try_number=1, max_tries=5).action.name == action
