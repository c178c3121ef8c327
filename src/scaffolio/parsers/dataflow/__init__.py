"""The data flow of a program, read from its source: what is learned, split, trained on and measured.

A small abstract interpreter. It follows rows through assignments, branches, loops and the file's own
functions and classes; calls of libraries count by their names. Nothing is executed, and what is not
followed is unknown, about which nothing is said.

``gate`` tells from a file's bytes what it may be worth reading for (``suspicion`` does so for what learns
too early). ``reader`` reads a file's trees and tells the ``events``. In between ``statements`` runs the
program: it holds the parts, ``expressions``, ``calls`` (with ``tables`` and ``estimators``) and
``assignments``, which share the state of ``machine`` and hand each other ``values``.
"""
