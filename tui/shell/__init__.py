"""What surrounds the screens: places, help, palette, search, first run."""
