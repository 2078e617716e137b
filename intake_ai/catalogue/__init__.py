"""The catalogue of procedures: import, compile, store, search."""
