"""Keys of other systems, and the tokens they are exchanged for."""
