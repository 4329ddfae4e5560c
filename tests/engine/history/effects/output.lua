-- Output: every kind of effect on them is undone and redone.
print('a')
io.write('b', 1, '\n')
print(nil)
