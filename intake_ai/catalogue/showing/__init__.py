"""Shows a procedure to a person: papers as a clerk asks for them, with what is doubtful."""
