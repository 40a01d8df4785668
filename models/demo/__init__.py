"""A made-up but believable year of an operator of eleven conventions, to show and to try the program on.

The year began nine months before today, so that the day has sessions to call, others are to come and figures are under
way. The same day always gives the same content.
"""
