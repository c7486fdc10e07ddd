lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --extra embedded --extra build pyproject.toml -o deploy/requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --extra embedded --extra build --extra dev pyproject.toml -o deploy/requirements-dev.lock
