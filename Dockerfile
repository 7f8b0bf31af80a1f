FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin hub
WORKDIR /app

COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY . .
# Collecting needs the settings, and the settings need values: these are used here and kept nowhere.
RUN SECRET_KEY=unused FIELD_ENCRYPTION_KEYS=unused DATABASE_URL=postgres://127.0.0.1/unused REDIS_URL=redis://127.0.0.1/0 \
    python manage.py collectstatic --noinput --verbosity 0

USER hub
EXPOSE 8000
