"""What was recorded twice and is one: people, mopeds, groups and themes; and a parcours entered in the wrong action."""
