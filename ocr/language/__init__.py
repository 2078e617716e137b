"""Vietnamese as office papers write it: a model of which syllables follow which, and the repair of what is read."""
