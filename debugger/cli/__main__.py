"""``python -m debugger.cli`` is the `moonwalk` command."""

import sys

from debugger.cli.main import main

sys.exit(main())
