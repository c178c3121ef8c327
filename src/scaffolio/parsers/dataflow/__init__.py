"""The data flow of a program, read from its source: what is learned, split, trained on and measured.

A small abstract interpreter. It follows rows through assignments, branches, loops and the file's own
functions and classes; calls of libraries count by their names. Nothing is executed, and what is not
followed is unknown, about which nothing is said.
"""
