"""What happens in a run: the state of the market, customers, firms, competition and the engine."""
