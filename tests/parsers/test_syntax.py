"""What is no Python: told by the parser, unless a newer Python than this one would take it."""

import sys

from scaffolio.parsers.syntax import source_fault


def test_a_string_that_newer_python_takes_is_no_fault():
    assert source_fault("print(f'{row['a']} {f'{'b'}'}')\n") is None
    fault = source_fault("print('a'\n")
    assert fault is not None
    assert fault.row == 1


def test_a_fault_in_a_strings_braces_is_told_where_the_parser_knows_it():
    assert (source_fault("f'{a b}'\n") is not None) == (sys.version_info >= (3, 12))
