FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/send-mdr
RUN python -m venv /opt/venv
# The packages change less often than the code, so their layer comes first.
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --require-hashes --no-deps -r requirements.lock \
    && /opt/venv/bin/pip uninstall --yes pip
COPY alembic.ini ./
COPY migrations ./migrations
COPY app ./app
# Compiled here, since the service may not write there: uncompiled, its start takes four times as long.
RUN /opt/venv/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/venv/lib app migrations

FROM python:3.13-slim
RUN groupadd --system --gid 10001 mdr \
    && useradd --system --uid 10001 --gid mdr --home-dir /srv/send-mdr --shell /usr/sbin/nologin mdr \
    && install --directory --owner mdr --group mdr --mode 0700 /var/lib/send-mdr
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/send-mdr /srv/send-mdr
WORKDIR /srv/send-mdr
# The signing keys live in MDR_VAR_DIR: mount a volume there, or tokens end with the container.
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MDR_VAR_DIR=/var/lib/send-mdr
VOLUME /var/lib/send-mdr
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=4s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=3)"]
CMD ["python", "-m", "app.cli", "serve", "--host", "0.0.0.0"]
