"""A synthetic nation: families who do not exist in the regions that do, written as files that an import reads."""
