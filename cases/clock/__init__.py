"""What was promised and whether it was kept: the clock, the due dates, extensions, promises in time (四.3)."""
