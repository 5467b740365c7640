"""Put one mutant into a process that has imported everything already."""

from __future__ import annotations

import functools
import gc
import sys
from collections import defaultdict
from types import CodeType, FunctionType, ModuleType

from mutants.operators import Mutant, mutated

__all__ = ["Living"]


_CACHE = type(functools.lru_cache(len))


class Living:
    """The functions of one imported module, found once, to be changed in a forked child."""

    def __init__(self, module: ModuleType, source: str) -> None:
        self.module, self.source = module, source
        self.functions: dict[str, list[FunctionType]] = defaultdict(list)
        self.caches = []
        for each in gc.get_objects():  # what is frozen later is not in there any more
            if isinstance(each, _CACHE):
                self.caches.append(each)
            elif isinstance(each, FunctionType) and each.__code__.co_filename == module.__file__:
                self.functions[each.__code__.co_qualname].append(each)  # type: ignore[attr-defined]

    def become(self, mutant: Mutant) -> None:
        """Make this process run the mutant from now on."""
        code = compile(mutated(self.source, mutant), str(self.module.__file__), "exec", dont_inherit=True)
        if mutant.function:
            self._swap(code, mutant.function)
        else:
            self._replace_values(code)
        for each in self.caches:
            each.cache_clear()

    def _swap(self, code: CodeType, qualname: str) -> None:
        new = next(each for each in _codes(code) if each.co_qualname == qualname)  # type: ignore[attr-defined]
        functions = self.functions[qualname]
        assert functions, f"no function {qualname} lives"
        default = _defaults(code, self.module, qualname)
        for each in functions:
            each.__code__ = new
            if default is not None:
                each.__defaults__, each.__kwdefaults__ = default.__defaults__, default.__kwdefaults__

    def _replace_values(self, code: CodeType) -> None:
        """Run the module once more, and give its new values to everyone who has imported the old ones."""
        fresh = dict(self.module.__dict__)
        exec(code, fresh)
        old = dict(self.module.__dict__)
        for name, value in fresh.items():
            if name.startswith("__") or isinstance(value, FunctionType | type | ModuleType):
                continue
            for module in list(sys.modules.values()):
                if module.__name__.startswith("chaptag") and module.__dict__.get(name, self) is old.get(name):
                    module.__dict__[name] = value


def _codes(code: CodeType) -> list[CodeType]:
    found = [code]
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found += _codes(each)
    return found


def _defaults(code: CodeType, module: ModuleType, qualname: str) -> FunctionType | None:
    """The function as the changed module defines it, for the defaults of its parameters."""
    if "." in qualname:
        return None
    fresh = dict(module.__dict__)
    exec(code, fresh)
    made = fresh.get(qualname)
    return made if isinstance(made, FunctionType) else None
