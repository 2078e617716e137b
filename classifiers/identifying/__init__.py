"""What each paper is: its title as printed, its type, and the number and source of its form."""
