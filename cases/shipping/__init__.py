"""The way back: shipping and delivery (四.2)."""
