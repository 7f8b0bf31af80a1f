"""The launcher without the product: the real session, servers and children, commands from a Procfile of the test's.

Usage: python tests/launcher/fake_launcher.py STATE_DIR PROCFILE
"""

import os
import sys
from pathlib import Path

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.launcher.procfile import read_procfile, shell_words
from enterprisehub.launcher.servers import start_missing
from enterprisehub.launcher.session import Session
from enterprisehub.launcher.stopping import Stopped, StopWish


def main(state_dir: Path, procfile: Path) -> int:
    wish = StopWish(end_with_parent=True)
    wish.listen()
    try:
        with Session(state_dir, cwd=state_dir, wish=wish) as session:
            environment = {**os.environ, **start_missing(session, {})}
            for name, command in read_procfile(procfile).items():
                session.start_child(name, shell_words(command), environment)
            session.stream.say("ready")
            session.hold()
    except Stopped:
        return 0
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
