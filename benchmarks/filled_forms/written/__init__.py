"""Forms written as text with placeholders, set and filled in as with a word processor; see README.md."""
