"""The benchmark programs: what each is called, its full size, and how its size follows the work wanted.

At full size PUC Lua 5.4 takes about 0.3 s on a machine of 2024.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROGRAMS: Final = Path(__file__).resolve().parent / "programs"


@dataclass(frozen=True)
class Benchmark:
    """A program `programs/<name>.lua` that takes its size as an argument.

    Work grows as size to the power of `exponent`, or, where `base` is given, as `base` to the power of size.
    """

    name: str
    size: int
    exponent: float = 1.0
    base: float = 0.0

    def size_for(self, scale: float) -> int:
        """The size at which the program does `scale` times the work of its full size."""
        if self.base:
            return max(3, round(self.size + math.log(scale, self.base)))
        return max(1, round(self.size * math.pow(scale, 1 / self.exponent)))

    @property
    def path(self) -> Path:
        return PROGRAMS / f"{self.name}.lua"


BENCHMARKS: Final = (
    Benchmark("fib", 34, base=1.618),
    Benchmark("loop_integer", 30_000_000),
    Benchmark("loop_float", 30_000_000),
    Benchmark("mandelbrot", 800, exponent=2),
    Benchmark("spectral_norm", 500, exponent=2),
    Benchmark("nbody", 200_000),
    Benchmark("fannkuch", 9, base=10),
    Benchmark("sieve", 5_000_000),
    Benchmark("queens", 12, base=5.5),
    Benchmark("tables", 4_000_000),
    Benchmark("fields", 4_000_000),
    Benchmark("binary_trees", 15, base=2),
    Benchmark("closures", 2_000_000),
    Benchmark("method_calls", 2_000_000),
    Benchmark("coroutines", 1_500_000),
    Benchmark("string_building", 1_000_000),
    Benchmark("gsub", 15_000),
    Benchmark("sort", 120_000),
)
