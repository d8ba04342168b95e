"""The web apps inside the Airflow UI. No plugins by themselves: only the API server imports them."""
