"""Sources on means and position: one bounded way of asking, one adapter each, simulators where no access exists."""
