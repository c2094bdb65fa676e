"""Training, evaluation and compiling: nothing here is imported by the flows."""
