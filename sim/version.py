"""The version of the rules and of everything else."""

VERSION = "0.3.0"
