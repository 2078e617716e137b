"""Where things are kept: the database engine and its migrations."""
