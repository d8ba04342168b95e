# Stands in for redis: Debian's Redis 7.0, with the user and the volume of the official image.
FROM local/debian-standin:12
RUN groupadd --system --gid 999 redis \
 && useradd --system --gid redis --uid 999 redis \
 && apt-get update \
 && apt-get install --yes --no-install-recommends redis-server redis-tools \
 && rm -rf /var/lib/apt/lists/* \
 && install --directory --owner=redis --group=redis /data
VOLUME /data
WORKDIR /data
USER redis
