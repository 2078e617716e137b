"""Who looked at, changed and decided what: a log that can only grow, chained so that tampering shows."""
