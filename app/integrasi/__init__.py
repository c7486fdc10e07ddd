"""The outside world: adapters behind the ports of the domains, wired in `app.rakitan`; no domain imports them."""
