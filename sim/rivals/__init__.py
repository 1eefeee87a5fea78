"""How rivals answer: imitation."""
