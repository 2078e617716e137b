"""Personal data: found by person, exported, erased, and removed when their time is over."""
