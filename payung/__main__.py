"""python -m payung is the command payung."""

from payung.config.command import main

main()
