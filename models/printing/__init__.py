"""Paper: documents printed and signed, made from what is recorded, by templates an operator may replace."""
