-- Drives the language server in Neovim, without a plugin, and prints what it sees, one line each.
-- MOONWALK_EDITORS is the directory of `editors/`, MOONWALK the command, PROGRAM the program.

package.path = os.getenv("MOONWALK_EDITORS") .. "/nvim/?.lua;" .. package.path
vim.cmd("filetype on")
require("moonwalk").setup { command = { os.getenv("MOONWALK") } }

local function say(...)
  io.stdout:write(table.concat({ ... }, " "), "\n")
end

local function wait(what, holds)
  if not vim.wait(60000, holds, 10) then
    say("waited in vain for", what)
    vim.cmd("cquit")
  end
end

vim.cmd("edit " .. os.getenv("PROGRAM"))
local client
wait("the server", function()
  client = vim.lsp.get_clients({ bufnr = 0 })[1]
  return client and client.initialized
end)
wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
for _, one in ipairs(vim.diagnostic.get(0)) do
  say("diagnostic", one.lnum + 1, one.message)
end

-- The answer to a request about the place where a word begins.
local function ask(method, word, more)
  local row, column
  for at, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local start = line:find(word, 1, true)
    if start then
      row, column = at - 1, start - 1
      break
    end
  end
  local parameters = vim.tbl_extend("force", {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    position = { line = row, character = column },
  }, more or {})
  local answers = vim.lsp.buf_request_sync(0, method, parameters, 60000)
  local answer = answers and answers[client.id]
  assert(answer and not answer.err, method .. ": " .. vim.inspect(answer))
  return answer.result
end

say("hover", (ask("textDocument/hover", "insert").contents.value:match("table%.insert")))
local definition = ask("textDocument/definition", "double(2)")
definition = definition[1] or definition
say("definition", (definition.range or definition.targetRange).start.line + 1)
local found = ask("textDocument/completion", "insert")
local labels = {}
for _, item in ipairs(found.items or found) do
  labels[item.label] = true
end
say("completes", tostring(labels.insert and labels.concat and labels.sort or false))
say("symbols", #ask("textDocument/documentSymbol", "double"))
vim.api.nvim_win_set_cursor(0, { 1, 15 })
vim.lsp.buf.rename("twice")
wait("the rename", function() return vim.api.nvim_buf_get_lines(0, 4, 5, false)[1]:find("twice(2)", 1, true) end)
say("renamed", vim.api.nvim_buf_get_lines(0, 0, 1, false)[1])
client:stop()
wait("the end of the server", function() return client:is_stopped() end)
say("stopped")
vim.cmd("qa!")
