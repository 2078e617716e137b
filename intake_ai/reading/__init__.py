"""The command `read` and the form in which it gives page readings."""
