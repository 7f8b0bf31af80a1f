"""The beat's view of the application: the schedule without the tasks, so that a metronome loads no model SDK."""

from enterprisehub.celery import app

app.conf.imports = ()
