"""Shared test set-up: development settings, and where the sample texts lie."""

import os

os.environ.setdefault("DEBUG", "1")
