"""Photos, and short videos and sounds: sent one by one, kept through every error, added to a case or a motor (四.1)."""
