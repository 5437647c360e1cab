"""Measuring by the test plan: values, limits, and what makes 无故障 a finding with evidence."""
