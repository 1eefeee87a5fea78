"""Steering: what a firm can know at a round of decisions, and how a decision is carried out."""
