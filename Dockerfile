# One image for every Airflow service of docker-compose.yaml. The base gives Python, system libraries and the user; the
# packages are those of the lock, in an environment of their own, so that the providers of the base don't mix with them.
ARG AIRFLOW_IMAGE=apache/airflow:3.3.2
FROM ${AIRFLOW_IMAGE}

# The code and its packages belong to root: the user that runs them can't change them.
USER 0:0
WORKDIR /opt/newsdesk
COPY requirements.txt requirements-celery.txt ./
RUN python3 -m venv venv \
 && venv/bin/pip install --no-cache-dir --compile --no-deps --require-hashes \
      --requirement requirements.txt --requirement requirements-celery.txt \
 && venv/bin/pip check \
 && install --directory --owner=50000 --group=0 --mode=0775 /opt/airflow /opt/airflow/logs

ENV AIRFLOW_HOME=/opt/airflow \
    VIRTUAL_ENV=/opt/newsdesk/venv \
    PATH=/opt/newsdesk/venv/bin:$PATH \
    PYTHONPATH=/opt/airflow

COPY deploy/check_heartbeat.py deploy/check_worker.py ./
COPY deploy/airflow_local_settings.py /opt/airflow/config/
COPY dags /opt/airflow/dags/
COPY plugins /opt/airflow/plugins/
COPY include /opt/airflow/include/
RUN venv/bin/python -m compileall -q /opt/airflow

USER 50000:0
WORKDIR /opt/airflow
# Commands run as they are written; `init: true` in docker-compose.yaml passes signals on and reaps children.
ENTRYPOINT []
CMD ["airflow", "version"]
