"""Documents to text to sections to spans to linked skills and occupations."""
