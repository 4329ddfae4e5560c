-- The generator is xoshiro256**: a seed gives the very same numbers everywhere.
math.randomseed(42)
print(math.random(1000), math.random(1000), math.random(1000)) -- expect: 742 50 332
print(math.random(0)) -- expect: -3807604385970496171
print(("%.14g %.14g"):format(math.random(), math.random())) -- expect: 0.61731763595847 0.0096006865506838
print(math.random(math.mininteger, math.maxinteger)) -- expect: 8557396579841723654
math.randomseed(7, 9)
print(math.random(1 << 40), math.random(-10, 10)) -- expect: 352725106329 0
math.randomseed(3.0)
print(math.random(1000000)) -- expect: 578954
