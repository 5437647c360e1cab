"""The joint appraisal: facts and findings, what the rules propose, the decision, four signatures (四.2)."""
