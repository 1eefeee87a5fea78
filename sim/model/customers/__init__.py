"""Customer behaviour: choice, purchase, membership, bonds, exits, and the hazard clocks that time them."""
