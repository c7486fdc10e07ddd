"""Running it: processes, the embedded server, migrations and rights, health, metrics, documentation pages."""
