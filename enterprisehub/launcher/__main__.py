"""`python -m enterprisehub.launcher`: what `make run` runs. Exit code 0 when it was asked to stop, 1 otherwise."""

import argparse
import sys

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.launcher.run import run
from enterprisehub.launcher.stopping import Stopped, StopWish


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m enterprisehub.launcher", description="Start everything here.")
    parser.add_argument("--end-with-parent", action="store_true", help="stop when the starting process ends")
    wish = StopWish(end_with_parent=parser.parse_args().end_with_parent)
    wish.listen()
    try:
        run(wish)
    except Stopped:
        return 0
    except CannotStart as error:
        sys.stdout.flush()
        sys.stderr.write(f"\n{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
