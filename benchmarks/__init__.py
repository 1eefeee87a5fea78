"""Speed, measured: ``python -m benchmarks`` prints what was wanted beside what was found."""
