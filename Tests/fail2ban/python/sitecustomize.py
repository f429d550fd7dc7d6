"""Lets releases of fail2ban that are older than this Python run on it; Python imports it at its start.

Only names that Python has since moved or dropped are put back; fail2ban's own files stay as they were packed.
"""

import collections
import collections.abc
import pathlib
import sys

# Python 3.10 dropped these aliases, which fail2ban 0.11 imports.
for name in collections.abc.__all__:
    if not hasattr(collections, name):
        setattr(collections, name, getattr(collections.abc, name))

# Python 3.12 dropped asyncore and asynchat, which fail2ban before 1.1 imports; 1.1 brings both along, for itself.
if sys.version_info >= (3, 12):
    cache = pathlib.Path(__file__).parents[3] / ".cache"
    sys.path.append(str(cache / "fail2ban-1.1.0/usr/lib/python3/dist-packages/fail2ban/compat"))
