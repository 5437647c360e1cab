"""New customers: entered with a feedback, confirmed or merged by the sales coordinator."""
