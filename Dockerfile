FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements/base.txt requirements/build.txt requirements/
RUN python -m venv /opt/pathloom \
 && /opt/pathloom/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt \
 && pip install --no-cache-dir --require-hashes -r requirements/build.txt
COPY . .
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/pathloom/bin/pip install --no-cache-dir --no-deps /wheels/pathloom-*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/pathloom --create-home pathloom
COPY --from=build /opt/pathloom /opt/pathloom
ENV PATH=/opt/pathloom/bin:$PATH PATHLOOM_HOME=/var/lib/pathloom PYTHONUNBUFFERED=1
USER pathloom
WORKDIR /var/lib/pathloom
VOLUME /var/lib/pathloom
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s --retries=5 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
# `serve` fills an empty store with the starter data first; import more with `pathloom import ...`.
CMD ["pathloom", "serve", "--host", "0.0.0.0"]
