"""What carriers are paid: how much, who bears it, and whether that is settled (四.1)."""
