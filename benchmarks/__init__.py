"""What Pathloom answers well and how fast: `python -m benchmarks.score` and `python -m benchmarks.bench`."""
