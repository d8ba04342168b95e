"""Health check of one container: succeed if Airflow's job of this type on this host has reported lately.

Asks Airflow's database directly, because `airflow jobs check` costs seconds of CPU each time.
Usage: python check_heartbeat.py JOB_TYPE. Does not import Airflow.
"""

import os
import socket
import sys

import psycopg2

QUERY = """
select 1 from job
where job_type = %s and hostname = %s and state = 'running' and latest_heartbeat > now() - interval '60 seconds'
"""


def main(job_type: str) -> int:
    """Return 0 for a live job and 1 for none."""
    url = os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].replace("postgresql+psycopg2://", "postgresql://", 1)
    connection = psycopg2.connect(url, connect_timeout=5, application_name="health check")
    try:
        with connection.cursor() as cursor:
            cursor.execute(QUERY, (job_type, socket.gethostname()))
            return 0 if cursor.fetchone() else 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
