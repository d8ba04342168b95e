"""Health check of a Celery worker: succeed if the worker of this host answers a ping over the broker.

Does not import Airflow: `airflow.providers.celery` costs seconds of CPU each time.
"""

import os
import socket
import sys

from celery import Celery

worker = f"celery@{socket.gethostname()}"
answers = Celery(broker=os.environ["AIRFLOW__CELERY__BROKER_URL"]).control.ping(destination=[worker], timeout=5, limit=1)
sys.exit(0 if answers else 1)
