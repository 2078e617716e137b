"""From page readings to labels: where a paper begins, what it is, which procedure it serves."""
