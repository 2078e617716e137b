"""The slips that a centre hands out: receipt, supplement request, refusal, apology, stop, control slip, register."""
