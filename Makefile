# Everything from a fresh clone with Python 3.11 or later and make; nothing else has to be installed.
#   make run     start it all and print where to look (PORT=8000, STATE_DIR=.state)
#   make test    the whole suite on real servers (ARGS="tests/crm -k outbox" narrows it, WORKERS=1)
#   make check   lint, format, types, import contracts, migrations, deployment settings
#   make audit   known advisories of what is installed
#   make bench   every figure, measured here (ONLY=name, FULL=1, WORKLOAD=file)
#   make evals   the conversation suite
#   make drills  failures on purpose (SEEDS=n)
#   make lock    write the locked requirements anew
.DEFAULT_GOAL := help
# Names given on the command line (ONLY, FULL, WORKLOAD, SEEDS, PORT, STATE_DIR) reach the programs as environment.
.PHONY: help run test check audit bench evals drills lock

PY := .venv/bin/python
WITH_SERVERS := $(PY) -m enterprisehub.embedded.throwaway
WORKERS ?= logical

help:
	@sed -n '2,9s/^# *//p' Makefile

.venv/.product: requirements.txt
	@.ci/install $@ requirements.txt

.venv/.tools: requirements.txt requirements-dev.txt
	@.ci/install $@ requirements.txt requirements-dev.txt

run: .venv/.product
	@$(PY) -m enterprisehub.launcher --end-with-parent

test: .venv/.tools
	@$(PY) -m pytest -n $(WORKERS) --maxprocesses 8 $(ARGS)

check: .venv/.tools
	@$(WITH_SERVERS) .ci/check

audit: .venv/.tools
	@.ci/audit

bench: .venv/.tools
	@$(PY) -m bench

evals: .venv/.tools
	@$(WITH_SERVERS) $(PY) -m evals $(ARGS)

drills: .venv/.tools
	@$(PY) -m pytest -m drill $(ARGS)

# The .in files say what we want and why; the .txt files what that came to, with hashes, for every Python from 3.11 on.
lock: .venv/.tools
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements.in -o requirements.txt
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements-dev.in -o requirements-dev.txt
