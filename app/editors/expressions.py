"""Expressions: sums typed into number fields, worked out without running any code."""

from __future__ import annotations

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable, Mapping
from typing import Final

from app.look.words import tr

Amount = int | float

MOST_BITS: Final = 1024
LONGEST: Final = 200
_WRITTEN: Final = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "^": "**", "\u202f": " "}
_GROUPED = re.compile(r"(?<=\d)[ \u00a0'](?=\d{3}(?!\d))")
_BINARY: Final[Mapping[type[ast.operator], Callable[[Amount, Amount], Amount]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


class ExpressionError(ValueError):
    """What is wrong with an expression, in a sentence."""


def evaluate(text: str) -> Amount:
    """The number that a text such as `512*1.5`, `2**10` or `8 214 077` stands for.

    Raises ExpressionError. A quotient that comes out whole is a whole number.
    """
    written = _plain(text)
    if not written:
        raise ExpressionError(tr("Type a number or a sum such as 512*1.5."))
    if len(written) > LONGEST:
        raise ExpressionError(tr("This is too long for a sum."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "1if" is odd Python; here it is simply wrong
            tree = ast.parse(written, mode="eval")
        number = _amount(tree.body)
    except SyntaxError as error:
        raise ExpressionError(_unreadable(text)) from error
    except ZeroDivisionError as error:
        raise ExpressionError(tr("Nothing can be divided by 0.")) from error
    except (OverflowError, RecursionError, MemoryError) as error:
        raise ExpressionError(tr("The result is too large.")) from error
    except ValueError as error:
        raise (
            error if isinstance(error, ExpressionError) else ExpressionError(_unreadable(text))
        ) from error
    if isinstance(number, float) and not math.isfinite(number):
        raise ExpressionError(tr("The result is too large."))
    return int(number) if isinstance(number, float) and number.is_integer() else number


def is_sum(text: str) -> bool:
    """Whether a text is more than a number, so that its result is worth showing."""
    try:
        float(_plain(text))
    except ValueError:
        return True
    return False


def _plain(text: str) -> str:
    for sign, plain in _WRITTEN.items():
        text = text.replace(sign, plain)
    return _GROUPED.sub("", text.strip())


def _unreadable(text: str) -> str:
    return tr('"{typed}" is no number and no sum.', typed=text.strip())


def _amount(node: ast.expr) -> Amount:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_amount(inner)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _amount(inner)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_amount(left), _amount(right))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _BINARY:
            result = _BINARY[type(sign)](_amount(left), _amount(right))
            if isinstance(result, int) and result.bit_length() > MOST_BITS:
                raise OverflowError
            return result
        case ast.Name(id=name):
            raise ExpressionError(tr('"{name}" is no number.', name=name))
        case ast.Tuple():
            raise ExpressionError(tr("Write a point instead of the comma."))
        case _:
            raise ExpressionError(tr("Only numbers, + - * / ** % and brackets can be used."))


def _power(base: Amount, exponent: Amount) -> Amount:
    if isinstance(base, int) and isinstance(exponent, int):
        if exponent > 0 and base.bit_length() * exponent > 2 * MOST_BITS:
            raise OverflowError
        whole: Amount = base**exponent
        return whole
    result: float | complex = float(base) ** float(exponent)
    if isinstance(result, complex):
        raise ExpressionError(tr("The root of a negative number is no number here."))
    return result
