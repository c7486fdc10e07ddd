"""Civil registration: the HTTP client of `KependudukanPort` and a simulator that misbehaves on request."""
