"""The rules of the market, and two schedulers that run them: ``reference``, to be read, and ``kernel``, compiled."""
