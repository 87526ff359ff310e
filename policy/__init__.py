"""Rules as data, dated parameters, a three-valued evaluator with trace, need-sets. Pure functions."""
