"""The embedded runtime behind `make run` and `make demo`: Postgres, Airflow's processes, the sample newsroom."""
