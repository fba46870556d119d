"""Draws the pictures of the example site: same script, same pictures, no download."""
