"""Fetching a customer's columns before they are needed: a hint to the processor that changes nothing else.

Most customers have nothing to do in a week, so the columns of the next who has lie somewhere in main memory. Asked for
while another customer lives, they are there when her turn comes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from sim.model.compile_cache import inlined_rule
from sim.model.state.market import Market

_LINE = 64
"""Bytes that come from memory together."""
_READ_AND_WRITTEN, _KEPT_CLOSE, _DATA = 1, 3, 1
"""How LLVM's prefetch is told what the bytes are for."""


def _fetch_line(context: Any, column: Any, place: Any) -> tuple[object, Callable[..., object]]:
    """How to compile a prefetch of the line that holds byte ``place`` of an array."""

    def fetch(context: Any, builder: Any, signature: Any, given: Any) -> object:  # llvmlite has no types
        array = context.make_array(signature.args[0])(context, builder, given[0])
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        address = builder.gep(builder.bitcast(array.data, byte), [given[1]])
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        builder.call(prefetch, [address, *(word(flag) for flag in (_READ_AND_WRITTEN, _KEPT_CLOSE, _DATA))])
        return context.get_dummy_value()

    return types.void(column, types.intp), fetch


_prefetch_line: Any = intrinsic(_fetch_line)  # numba does not type intrinsics


@inlined_rule
def prefetch_row(column: NDArray[Any], row: int) -> None:
    """Ask for a row of a column, line by line."""
    length = column.strides[0]
    for byte in range(row * length, (row + 1) * length, _LINE):
        _prefetch_line(column, byte)


@inlined_rule
def prefetch_customer(market: Market, customer: int) -> None:
    """Ask for what a customer's next event will read."""
    prefetch_row(market.person, customer)
    prefetch_row(market.relation, customer)
    prefetch_row(market.clock, customer)
    prefetch_row(market.sensitivity, customer)
    prefetch_row(market.base, customer)
