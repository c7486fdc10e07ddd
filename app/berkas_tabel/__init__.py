"""Tables in files: the formats that are exchanged, as data, and the reading and writing of their cells."""
