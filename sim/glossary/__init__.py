"""What names mean: the glossary behind ``guanxi explain``."""
