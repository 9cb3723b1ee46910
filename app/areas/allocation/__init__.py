"""Who may work on a case: mediators' fitness, conflicts of interest, caseload and refusals."""
