"""Who repairs what: taken on, handed over, and how long motors stand where (四.3)."""
