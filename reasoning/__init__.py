"""One person's answers: gaps, transitions, career paths, matches, benefit routes, funded plans, each with reasons."""
