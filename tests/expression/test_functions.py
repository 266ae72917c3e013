import subprocess
import sys

from healthkpi.expression.evaluate import AGGREGATES, ROW_FUNCTIONS
from healthkpi.expression.functions import FUNCTIONS, find_function


def test_every_function_of_the_list_can_be_evaluated():
    assert {name for name, function in FUNCTIONS.items() if function.aggregate} == set(AGGREGATES)
    assert {name for name, function in FUNCTIONS.items() if not function.aggregate} == set(ROW_FUNCTIONS)


def test_no_two_functions_share_a_name():
    names = [name for function in FUNCTIONS.values() for name in (function.en, function.zh)]
    assert len(set(names)) == len(names)


def test_a_function_is_found_by_either_name():
    assert find_function("合计") is find_function("SUM") is FUNCTIONS["sum"]


def test_reading_expressions_does_not_load_pandas():
    code = "import sys, healthkpi.expression; sys.exit('pandas' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
