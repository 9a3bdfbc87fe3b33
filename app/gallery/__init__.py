"""Gallery: every picture that was made, found again by its making."""
