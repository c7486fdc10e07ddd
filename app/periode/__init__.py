"""The calendar: monthly periods with the windows in which each stage accepts work, as data."""
