"""Participants, actions and parcours on screen."""
