-- A misspelt method, uncaught.
local account = { balance = 10 }
function account:deposit(n) self.balance = self.balance + n end
account:deposit(5)
print(account.balance) -- expect: 15
account:deposti(5) -- expect error: attempt to call a nil value (method 'deposti')
