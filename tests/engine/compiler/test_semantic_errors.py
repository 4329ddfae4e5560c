"""Errors of the resolver and the code generator, compared with PUC Lua's messages."""

import pytest
from compiling import lua_message, our_message

CASES = [
    b"break",
    b"goto x",
    b"goto x\n\n",
    b"function f() break end\n\nx = 1",
    b"return function() break end",
    b"for i = 1, 2 do goto x end ::x:: break",
    b"do goto x local y ::x:: print(1) end",
    b"do goto l end\n local a ::l:: print(a)",
    b"do goto l end local a ::l:: ; ; ::m::",
    b"repeat if x then goto c end local z ::c:: until z",
    b"while true do if x then goto c end local z ::c:: end",
    b"goto l; local a <const> = 5; ::l:: print(a)",
    b"goto a do ::a:: end",
    b"do ::a:: end goto a",
    b"x = function() goto q end ::q::",
    b"::a:: ::a::",
    b"::a::\n::b::;\n::a::\n\nx = 1",
    b"::a:: do ::a:: end",
    b"::a:: function f() ::a:: goto a end",
    b"local x <const> = 1\nx\n=\n5",
    b"local x <const> = 1\nfunction x() end\n\n",
    b"local x <close> = nil; x = 1",
    b"local x <const> = {}; local function f() x = 1 end",
    b"local x <const> = {}; x.a = 1; x, y = 1, 2",
    b"for i = 1, 2 do i = 3 end",
    b"local a " * 200,
    b"local a " * 201,
    b"local " + b",".join([b"a"] * 201) + b" = 1",
    b"function f(" + b",".join([b"a"] * 201) + b") end",
    b"for a" + b",a" * 195 + b" in x do end",
    b"for a" + b",a" * 196 + b" in x do end",
    b"for i = 1, 2 do " + b"local a " * 196 + b"end",
    b"for i = 1, 2 do " + b"local a " * 197 + b"end",
]


@pytest.mark.parametrize("source", CASES, ids=[case[:30].decode() for case in CASES])
def test_message_is_that_of_puc_lua(source: bytes) -> None:
    assert our_message(source) == lua_message(source)


def test_too_many_upvalues() -> None:
    outer = b"".join(b"local a%d\n" % at for at in range(150))
    inner = b"".join(b"local b%d\n" % at for at in range(150))
    uses = b"".join(b"a%d() b%d()\n" % (at, at) for at in range(150))
    source = outer + b"function f()\n" + inner + b"return function()\n" + uses + b"end end"
    message = our_message(source)
    assert message == lua_message(source)
    assert message is not None
    assert b"too many upvalues (limit is 255) in function at line 302" in message


def test_too_many_registers() -> None:
    most = b"f(" + b", ".join([b"1"] * 253) + b")"
    assert our_message(most) == lua_message(most)
    message = our_message(b"f(" + b", ".join([b"1"] * 254) + b")")
    assert message is not None
    assert message.startswith(b"x:1: function or expression needs too many registers near ")
