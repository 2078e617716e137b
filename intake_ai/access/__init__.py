"""Who may do what: people and their sessions, keys of other systems, and the rules."""
