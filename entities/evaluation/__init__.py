"""Evaluation: what extraction reads, compared with what people annotated."""
