"""The report: one page that answers the three questions from the findings, and from nothing else."""
