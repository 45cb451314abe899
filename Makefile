# `make help` lists the targets. The first two are all that a newcomer needs.
PYTHON ?= python3
BIN = .venv/bin

.DEFAULT_GOAL := help

.PHONY: help
help:  ## list these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.PHONY: check
check:  ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports

.PHONY: assets
assets:  ## page parts and fonts from npm
	npm ci --ignore-scripts
	mkdir -p competition/web/static/vendor/icons certificates/fonts
	cp node_modules/bootstrap/dist/css/bootstrap.min.css node_modules/bootstrap/dist/js/bootstrap.bundle.min.js competition/web/static/vendor/
	cp node_modules/htmx.org/dist/htmx.min.js node_modules/echarts/dist/echarts.min.js competition/web/static/vendor/
	cp node_modules/idb/build/index.js competition/web/static/vendor/idb.js
	cp node_modules/bootstrap-icons/icons/*.svg competition/web/static/vendor/icons/
	cp node_modules/@expo-google-fonts/noto-serif-sc/400Regular/*.ttf node_modules/@expo-google-fonts/noto-serif-sc/700Bold/*.ttf node_modules/@expo-google-fonts/noto-serif-sc/LICENSE_FONT certificates/fonts/
