"""The way in: `healthkpi` and `python -m healthkpi`.

Every process that a run starts imports this once more, for Python makes it the main module there as well. So nothing is
imported here before the command begins.
"""


def main() -> None:
    """The `healthkpi` command."""
    from healthkpi.cli._exit import main as command

    command()


if __name__ == "__main__":
    main()
