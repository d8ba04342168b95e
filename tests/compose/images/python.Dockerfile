# Stands in for apache/airflow: Debian's Python 3.11 and the user. Airflow itself comes with the project's Dockerfile.
FROM local/debian-standin:12
COPY certificates/ /usr/local/share/ca-certificates/
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-venv ca-certificates tzdata netbase \
 && rm -rf /var/lib/apt/lists/* \
 && update-ca-certificates \
 && useradd --uid 50000 --gid 0 --create-home airflow
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    PIP_ROOT_USER_ACTION=ignore \
    LANG=C.UTF-8
USER 50000:0
