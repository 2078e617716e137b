"""Operating an installation: its settings shown, its faults found."""
