"""Who may see Newsdesk's own pages inside the Airflow UI: whoever is logged in there.

Airflow does not guard the web apps of plugins, so each of ours takes `signed_in` as a dependency of all its routes. Does not say
who may change something.
"""

from airflow.api_fastapi.core_api.security import get_user
from fastapi import Depends

signed_in = Depends(get_user)
"""Answers 401 unless the request carries the login of the Airflow UI (its cookie, or a bearer token)."""
