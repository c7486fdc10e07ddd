"""Field work without a network: packages to take along, synchronisation, photos in pieces, and its quality."""
