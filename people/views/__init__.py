"""Pages of people and of what an administrator does."""
