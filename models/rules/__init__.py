"""What deviates from the convention: each rule gives its subject, date, article and what to do; none blocks recording.

A rule is a function of (scope, rule of the convention file) giving deviations; it runs a constant number of queries.
"""
