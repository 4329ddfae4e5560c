"""Build script: compiles the engine with mypyc where a C compiler works, and leaves it interpreted elsewhere.

Everything that is plain data is in ``pyproject.toml``.  The environment decides the rest:

- ``MOONWALK_PURE=1``: do not compile.
- ``MOONWALK_REQUIRE_COMPILED=1``: fail where the engine would be left interpreted.
- ``CC``: the C compiler; without it clang where there is one, else the one Python was built with.

A source tree may be compiled in place (``python setup.py build_ext --inplace``, what ``make build`` does).
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from types import ModuleType

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
ENGINE = ROOT / "engine"

# The library that holds all compiled code; beside each source there is only a stub that leads to it.
LIBRARY = "engine.compiled"

# What stays interpreted, each with its reason.  (`__init__.py` does too: compiled, it breaks editable installs.)
INTERPRETED = {
    "build_info.py": "runs before anything compiled may be imported, and setup.py loads it",
    "host/": "the embedding interface: people subclass and patch it, and Ctrl-C is noticed in interpreted code only",
}


def asked(variable: str) -> bool:
    return os.environ.get(variable, "") not in ("", "0")


def load_build_info() -> ModuleType:
    """``engine/build_info.py``, without importing the package (which would refuse to be imported when out of date)."""
    spec = importlib.util.spec_from_file_location("build_info", ENGINE / "build_info.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build_info = load_build_info()


def is_compiled(name: str) -> bool:
    """Whether this source, named relative to ``engine/``, is to be compiled."""
    if name.endswith("__init__.py"):
        return False
    return not any(name == entry or (entry.endswith("/") and name.startswith(entry)) for entry in INTERPRETED)


def sources() -> list[str]:
    return [name for name in build_info.source_modules(str(ENGINE)) if is_compiled(name)]


# -- the C compiler --------------------------------------------------------------------------------


def compiles_extensions(compiler: str | None) -> bool:
    """Whether a trivial extension module can be compiled and linked, with ``CC`` set to `compiler` (None: as it is)."""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder, "probe.c")
        probe.write_text("#include <Python.h>\nPyMODINIT_FUNC PyInit_probe(void) { return NULL; }\n")
        command = (
            "from setuptools import setup, Extension; "
            "setup(name='probe', script_args=['-q', 'build_ext'], ext_modules=[Extension('probe', ['probe.c'])])"
        )
        environment = dict(os.environ)
        if compiler is not None:
            environment["CC"] = compiler
        done = subprocess.run([sys.executable, "-c", command], cwd=folder, env=environment, capture_output=True)
        return done.returncode == 0


def choose_compiler() -> bool:
    """Find a C compiler that works and set ``CC`` to it; False if there is none.

    clang is preferred: it turns the dispatch loop into a jump table, gcc does not.
    """
    unix = sysconfig.get_config_var("CC") is not None
    if unix and "CC" not in os.environ and shutil.which("clang") and compiles_extensions("clang"):
        os.environ["CC"] = "clang"
        return True
    return compiles_extensions(None)


def may_compile() -> bool:
    required = asked("MOONWALK_REQUIRE_COMPILED")
    if asked("MOONWALK_PURE"):
        if required:
            raise SystemExit("moonwalk: MOONWALK_PURE and MOONWALK_REQUIRE_COMPILED contradict each other")
        return False
    if choose_compiler():
        return True
    if required:
        raise SystemExit("moonwalk: no working C compiler that finds Python.h, and MOONWALK_REQUIRE_COMPILED is set")
    print("moonwalk: no working C compiler that finds Python.h; the engine stays interpreted", file=sys.stderr)
    return False


# -- build steps -----------------------------------------------------------------------------------


class BuildPython(build_py):
    """Copies the sources into an empty folder, so that no module of an earlier build gets into a wheel."""

    def run(self) -> None:
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


class BuildEngine(build_ext):
    """Compiles the engine and writes its build record.

    A failure is an error for a build in place, or when compiled modules are required; for a person who
    installs Moonwalk it means an interpreted engine.
    """

    def run(self) -> None:
        in_place = bool(self.inplace)
        target = ENGINE if in_place else Path(self.build_lib, "engine")
        if in_place and not self.force and is_current():
            print("moonwalk: the compiled engine is up to date")
            return
        fingerprints = {name: build_info.fingerprint(str(ENGINE / name)) for name in sources()}
        remove_compiled(target)
        try:
            self.use_extensions(translate())
            super().run()
        except (Exception, SystemExit) as failure:
            remove_compiled(target)
            if in_place or asked("MOONWALK_REQUIRE_COMPILED"):
                raise
            self.use_extensions([])
            print(f"moonwalk: compiling failed ({failure}); the engine stays interpreted", file=sys.stderr)
            return
        build_info.write_record(str(target), fingerprints)

    def use_extensions(self, extensions: list[Extension]) -> None:
        """Replace the stand-in that `setup` was given by the extensions it stands for."""
        self.distribution.ext_modules = extensions
        self.parallel = os.cpu_count() or 1
        self.swig_opts = None  # else the second time does not accept what the first time made of it
        self.finalize_options()


def translate() -> list[Extension]:
    """Type-check the engine and translate it to C: one C file for all of it, to inline calls across modules."""
    from mypyc.build import mypycify

    os.chdir(ROOT)
    extensions: list[Extension] = mypycify(
        [f"engine/{name}" for name in sources()],
        opt_level="3",
        debug_level="0",
        target_dir=str(Path("build", "c")),
        group_name=LIBRARY,
    )
    if sysconfig.get_config_var("CC") is not None:
        for extension in extensions:
            # Lua's integers wrap around; and a compiler newer than mypyc must not fail for its new warnings.
            extension.extra_compile_args += ["-fwrapv", "-Wno-error"]
    return extensions


def is_current() -> bool:
    """Whether the tree was compiled from these very sources; if so, the record's modification times are renewed."""
    record = build_info.read_record(str(ENGINE))
    if record is None or sorted(record) != sources() or build_info.stale_reason(str(ENGINE)) is not None:
        return False
    if len(build_info.extension_modules(str(ENGINE))) != len(record) + 1:
        return False
    build_info.write_record(str(ENGINE), {name: build_info.fingerprint(str(ENGINE / name)) for name in record})
    return True


def remove_compiled(package: Path) -> None:
    """Remove what an earlier build left under `package`; the record goes first, so that no mixture passes for whole."""
    (package / build_info.RECORD).unlink(missing_ok=True)
    for name in build_info.extension_modules(str(package)):
        (package / name).unlink()


# Only a command that builds needs the list of extensions; others need to know that there are some.
STAND_IN = Extension("engine.compiled__mypyc", sources=[])

setup(
    ext_modules=[STAND_IN] if may_compile() else [],
    cmdclass={"build_py": BuildPython, "build_ext": BuildEngine},
)
