# syntax=docker/dockerfile:1
# Two stages: the first has pip and writes one virtual environment; the second only runs it, as nobody in particular,
# and writes nowhere but /data (objects, unless a bucket is named) and /tmp. The embedded server and its wheel stay out: here DATABASE_URL is required.
FROM python:3.13-slim AS bangun
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/dtks
RUN python -m venv /srv/venv
COPY deploy/requirements-prod.lock deploy/
RUN /srv/venv/bin/pip install --require-hashes -r deploy/requirements-prod.lock
COPY pyproject.toml README.md alembic.ini ./
COPY app app
COPY migrations migrations
# Editable: the code stays in /srv/dtks, beside the migrations that it looks for there.
RUN /srv/venv/bin/pip install --no-deps --no-build-isolation -e . \
 && /srv/venv/bin/python -m compileall -q app migrations \
 && /srv/venv/bin/pip uninstall -y -q setuptools pip

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent dtks \
 && install -d -o 10001 -m 0700 /data
COPY --from=bangun /srv /srv
WORKDIR /srv/dtks
ENV PATH=/srv/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DTKS_OBJEK__FOLDER=/data/objek
VOLUME /data
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/kesehatan/siap', timeout=4)"]
# Others of the same image: `dtks migrate` before a release, `dtks worker` beside it.
ENTRYPOINT ["dtks"]
CMD ["serve", "--host", "0.0.0.0"]
