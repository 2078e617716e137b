"""Work to be done on kept dossiers: planned, claimed, finished and given back, with the database as the truth."""
