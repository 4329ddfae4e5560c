-- match: character classes, quantifiers, anchors, captures.
print(("key = value"):match("^(%w+)%s*=%s*(%w+)$")) -- expect: key value
print(("2024-05-17"):match("(%d+)-(%d+)-(%d+)")) -- expect: 2024 05 17
print(("  trim  "):match("^%s*(.-)%s*$") .. "|") -- expect: trim|
print(("abc123"):match("%a+"), ("abc123"):match("%d+"), ("abc123"):match("%a-%d"), ("abc"):match("x*"))
-- expect: abc 123 abc1
print(("[tag]"):match("%[(.-)%]"), ("f(a(b)c)d"):match("%b()"), ("THE (quick)"):match("%((%a+)%)"))
-- expect: tag (a(b)c) quick
print(("hello"):match("l+"), ("hello"):match("l-o"), ("hello"):match("(h)(.)(.*)")) -- expect: ll llo h e llo
print(("a.b-c"):match("[%w.%-]+"), ("x^y"):match("[x^]+"), ("]"):match("[]]"), ("a-z"):match("[a%-z]+"))
-- expect: a.b-c x^ ] a-z
print(("abc"):match("[^b]+"), ("ABC"):match("%u+"), ("tab\t"):match("%c") == "\t", ("é"):match("[\xc3][\xa9]"))
-- expect: a ABC true é
print(("x=1"):match("()="), ("word"):match("%f[%w]%w+%f[%W]")) -- expect: 2 word
print(("aaa"):match("a?a?a?a?"), ("foofoo"):match("(foo)%1"), ("foobar"):match("(foo)%1")) -- expect: aaa foo nil
print(("0xFF"):match("^0[xX](%x+)$"), ("a,b"):match("%p"), ("a b"):match("%S+", 2), ("abc"):match("b", 3))
-- expect: FF , b nil
