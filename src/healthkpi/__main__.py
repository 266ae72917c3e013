"""`python -m healthkpi`."""

from healthkpi.cli._exit import main

if __name__ == "__main__":
    main()
