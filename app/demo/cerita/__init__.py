"""One family's way through the whole system, told through HTTP: `dtks story`, and the test that runs the same."""
