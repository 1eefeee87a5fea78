"""Play in a notebook: one game or exercise at one screen, passed from hand to hand.

What is shown is made from the game's file and can be made again at any time; nothing that counts lives in a widget.
"""
