"""PPKS and PSKS: people who need welfare services and the potential that serves them, with or without a NIK."""
