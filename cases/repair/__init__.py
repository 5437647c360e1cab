"""The repair: quotation, work and parts, inspection, what it costs and who has paid (四.3, 七)."""
