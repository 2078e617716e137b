"""Files that come in: several at once as a form, or one in parts (tus 1.0.0)."""
