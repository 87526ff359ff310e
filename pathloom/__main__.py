"""Entry point of the `pathloom` command."""

import sys

#: Stopped by Ctrl-C: 128 and the number of the signal, as shells count.
_INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        # Imported here, so that Ctrl-C while modules load ends without a traceback too.
        from pathloom._program import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = _INTERRUPTED
    sys.exit(status)


if __name__ == "__main__":
    main()
