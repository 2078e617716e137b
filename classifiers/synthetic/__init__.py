"""Pages and dossiers made by program, with their truth: for samples, training and benchmarks."""
