"""Learning at a centre: lessons from officers' corrections, and models trained anew and replaced only when better."""
