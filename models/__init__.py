"""What happened and what it amounts to: records, rules, indicators, exchange of files."""
