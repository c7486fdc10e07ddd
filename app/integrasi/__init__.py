"""The outside world: adapters behind the ports of the domains, wired in `app.main`; no domain imports them."""
