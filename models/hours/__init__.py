"""Driving hours pooled, and module hours payable."""
