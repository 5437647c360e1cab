"""Parts that repairs wait for: named by the appraisal, ordered, arrived in the order of the promises (四.3)."""
