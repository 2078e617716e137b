"""What officers correct in the compiled form, and what becomes of it when the source changes."""
