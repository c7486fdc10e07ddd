"""Tables as files: CSV, XLSX and Parquet, written in pieces that know nothing of each other."""
