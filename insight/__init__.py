"""A population's answers: exposure and policy simulation."""
