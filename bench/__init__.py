"""The benchmark suite: rows of ratios measured in one run on one machine, against controls of the same run."""
