"""Search for persons of the registry by name, birth date and number, inside an officer's regions."""
