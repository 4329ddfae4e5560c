-- Moonwalk in Neovim: debugging through nvim-dap, with commands for going back, and the language server.
--
--   require("moonwalk").setup()                                -- `moonwalk` is on the path
--   require("moonwalk").setup { command = { "/venv/bin/moonwalk" }, lua = "5.1", keys = false, lsp = false }
--
-- nvim-dap may be absent; then there is the language server alone, which needs Neovim 0.8 or later.

local M = {}

-- Seconds that nvim-dap waits for the adapter, which reads a large program before it answers.
local PATIENCE = 30

local settings = { command = { "moonwalk" }, lua = nil, keys = true, lsp = true }

local function warn(text)
  vim.notify("Moonwalk: " .. text, vim.log.levels.WARN)
end

local function command_with(word)
  local words = vim.deepcopy(type(settings.command) == "table" and settings.command or { settings.command })
  table.insert(words, word)
  return words
end

-- The folder of the project that a file belongs to; that of the file, where nothing tells.
local function root_of(path)
  local folder = vim.fs.dirname(path)
  local found = vim.fs.find({ ".moonwalk", ".luarc.json", ".luacheckrc", ".git" }, { upward = true, path = folder })[1]
  return found and vim.fs.dirname(found) or folder
end

-- Requests ---------------------------------------------------------------------------------------

-- Sends a request of Moonwalk's own to the session, and gives the answer to `then_do`.
local function ask(request, arguments, then_do)
  local session = require("dap").session()
  if not session then
    warn("no debugging session")
    return
  end
  arguments = vim.tbl_extend("force", { threadId = session.stopped_thread_id or 1 }, arguments or {})
  session:request(request, arguments, function(problem, answer)
    if problem then
      warn(problem.message or tostring(problem))
    elseif then_do then
      then_do(answer)
    end
  end)
end

local function frame()
  local current = require("dap").session()
  current = current and current.current_frame
  return current and current.id
end

function M.reverse_step_into()
  ask("moonwalk/reverseStepIn")
end

function M.reverse_step_out()
  ask("moonwalk/reverseStepOut")
end

function M.seek(t)
  ask("moonwalk/seek", { t = t })
end

-- Goes back to before the last write to a variable or field, and on to before the next one.
function M.last_write(expression)
  ask("moonwalk/lastWrite", { expression = expression, frameId = frame() })
end

function M.next_write(expression)
  ask("moonwalk/nextWrite", { expression = expression, frameId = frame() })
end

-- Says where in the run the program stands.
function M.where()
  ask("moonwalk/timeline", {}, function(timeline)
    local words = ("t=%d of %d, from t=%d"):format(timeline.t, timeline.newest, timeline.oldest)
    for _, branch in ipairs(timeline.branches) do
      if #timeline.branches > 1 then
        words = words .. ("\n%s %s, up to t=%d"):format(branch.isCurrent and "*" or " ", branch.name, branch.newest)
      end
    end
    print(words)
  end)
end

-- Gives up what comes after the present moment: the program runs on from here.
function M.branch()
  ask("moonwalk/branch", {})
end

-- Shows moments as a quickfix list; `:MoonwalkGoto` goes to the one that is chosen in it.
local function show(title, moments, complete, text_of)
  local items = {}
  for _, moment in ipairs(moments) do
    table.insert(items, {
      filename = moment.source and moment.source.path,
      lnum = moment.line,
      text = ("t=%d  %s"):format(moment.t, text_of(moment)),
      user_data = { t = moment.t },
    })
  end
  vim.fn.setqflist({}, " ", { title = "Moonwalk: " .. title .. (complete and "" or " (the first)"), items = items })
  if #items == 0 then
    warn("nothing found: " .. title)
  else
    vim.cmd("botright copen")
  end
end

-- Lists every write to a variable or field, with what it replaced.
function M.history(expression)
  ask("moonwalk/history", { expression = expression, frameId = frame() }, function(answer)
    show("values of " .. expression, answer.writes, answer.complete, function(write)
      return write.old .. " -> " .. write.new
    end)
  end)
end

-- Lists every call of a function, with what it was given and gave.
function M.calls(name)
  ask("moonwalk/calls", { ["function"] = name }, function(answer)
    show("calls of " .. name, answer.calls, answer.complete, function(call)
      local ending = call.error and " failed: " .. call.error or call.results and " -> " .. call.results or ""
      return ("%s(%s)%s"):format(call["function"], call.arguments, ending)
    end)
  end)
end

-- Lists what gave a variable or field its value, what that read, and so on back to literals and inputs.
function M.origin(expression)
  ask("moonwalk/origin", { expression = expression, frameId = frame() }, function(answer)
    local moments, complete = {}, true
    local function add(node, depth)
      node.depth = depth
      table.insert(moments, node)
      complete = complete and node.complete
      for _, child in ipairs(node.children) do
        add(child, depth + 1)
      end
    end
    add(answer.root, 0)
    show("origin of " .. expression, moments, complete, function(node)
      return ("%s%s = %s: %s"):format(("  "):rep(node.depth), node.name, node.value, node.how)
    end)
  end)
end

-- Goes to the moment of the item that is chosen in the quickfix list.
local function seek_chosen()
  local list = vim.fn.getqflist { idx = 0, items = 0 }
  local item = list.items[list.idx]
  if item and type(item.user_data) == "table" and item.user_data.t then
    M.seek(item.user_data.t)
  else
    warn("the quickfix list has no moment chosen: :MoonwalkGoto 1841")
  end
end

-- Debugs the Lua of a Python program that listens at a port (`VM.listen_dap`), and its functions that Lua calls.
function M.attach(port)
  require("dap").run { type = "moonwalk", request = "attach", name = "Moonwalk: in Python", port = port, python = true }
end

-- Looks at a recorded run, from its end or at a moment.
function M.open_recording(path, t)
  local dap = require("dap")
  if t then
    dap.listeners.after.event_stopped["moonwalk-open"] = function()
      dap.listeners.after.event_stopped["moonwalk-open"] = nil
      M.seek(t)
    end
  end
  dap.run {
    type = "moonwalk",
    request = "launch",
    name = "Moonwalk: recording",
    program = vim.fn.fnamemodify(path, ":p"),
    startAtEnd = true,
  }
end

-- Records a run of the program in this file, where the language server looks for those of the project, and debugs that.
function M.record()
  local path = vim.api.nvim_buf_get_name(0)
  local name = vim.fn.fnamemodify(path, ":t:r")
  require("dap").run(M.configuration { record = ("%s/.moonwalk/%s.mwk"):format(root_of(path), name) })
end

-- The same for any file; with a breakpoint at a line (from 0), if one is given.
function M.record_and_debug(uri, line)
  vim.cmd.edit(vim.fn.fnameescape(vim.uri_to_fname(uri)))
  if line then
    vim.api.nvim_win_set_cursor(0, { line + 1, 0 })
    require("dap").set_breakpoint()
  end
  M.record()
end

-- Set-up -----------------------------------------------------------------------------------------

function M.configuration(more)
  return vim.tbl_extend("force", {
    type = "moonwalk",
    request = "launch",
    name = "Moonwalk: this file",
    program = "${file}",
    cwd = "${workspaceFolder}",
    lua = settings.lua,
  }, more or {})
end

local function word_or_cursor(given)
  return given.args ~= "" and given.args or vim.fn.expand("<cword>")
end

local function set_up_commands(dap)
  local function define(name, what, act, options)
    options = vim.tbl_extend("force", { desc = "Moonwalk: " .. what }, options or {})
    vim.api.nvim_create_user_command("Moonwalk" .. name, act, options)
  end
  define("Back", "step back, over calls", function() dap.step_back() end)
  define("BackInto", "step back, into calls", M.reverse_step_into)
  define("BackOut", "back to before the function was called", M.reverse_step_out)
  define("Reverse", "back to the previous breakpoint", function() dap.reverse_continue() end)
  define("Where", "where in the run the program stands", M.where)
  define("Branch", "run on from here, in a new branch", M.branch)
  define("Goto", "go to the moment after so many steps", function(given)
    if given.args == "" then
      seek_chosen()
    elseif given.args:match("^%d+$") then
      M.seek(tonumber(given.args))
    else
      warn("a moment is a number of steps: :MoonwalkGoto 1841")
    end
  end, { nargs = "?" })
  define("Who", "back to the last write to a variable or field", function(given)
    M.last_write(word_or_cursor(given))
  end, { nargs = "?" })
  define("NextWrite", "on to the next write to a variable or field", function(given)
    M.next_write(word_or_cursor(given))
  end, { nargs = "?" })
  define("History", "list the writes to a variable or field", function(given)
    M.history(word_or_cursor(given))
  end, { nargs = "?" })
  define("Calls", "list the calls of a function", function(given)
    M.calls(word_or_cursor(given))
  end, { nargs = "?" })
  define("Origin", "why a variable or field has its value", function(given)
    M.origin(word_or_cursor(given))
  end, { nargs = "?" })
  define("Attach", "debug the Lua of a Python program that listens at a port", function(given)
    if given.args:match("^%d+$") then
      M.attach(tonumber(given.args))
    else
      warn("the port is a number: :MoonwalkAttach 5678")
    end
  end, { nargs = 1 })
  define("Record", "record a run of this file to its end, and debug that", M.record)
  define("Open", "look at a recorded run", function(given)
    M.open_recording(given.args)
  end, { nargs = 1, complete = "file" })
end

local function set_up_keys(dap)
  local keys = {
    ["<F5>"] = { dap.continue, "run, or continue" },
    ["<F9>"] = { dap.toggle_breakpoint, "set or remove a breakpoint" },
    ["<F10>"] = { dap.step_over, "step over" },
    ["<F11>"] = { dap.step_into, "step into" },
    ["<S-F11>"] = { dap.step_out, "step out" },
    ["<M-F5>"] = { dap.reverse_continue, "back to the previous breakpoint" },
    ["<M-F10>"] = { dap.step_back, "step back, over calls" },
    ["<M-F11>"] = { M.reverse_step_into, "step back, into calls" },
    ["<M-S-F11>"] = { M.reverse_step_out, "back to before the function was called" },
  }
  for key, action in pairs(keys) do
    vim.keymap.set("n", key, function() action[1]() end, { desc = "Moonwalk: " .. action[2] })
  end
end

local function set_up_debugging(dap)
  dap.adapters.moonwalk = function(callback, configuration)
    local place = configuration.connect or configuration -- the debugger of a Python program's functions, or ours
    if place.port then
      callback {
        type = "server",
        host = place.host or "127.0.0.1",
        port = place.port,
        options = { initialize_timeout_sec = PATIENCE },
      }
    else
      local words = command_with("dap")
      callback {
        type = "executable",
        command = table.remove(words, 1),
        args = words,
        options = { initialize_timeout_sec = PATIENCE },
      }
    end
  end
  dap.configurations.lua = dap.configurations.lua or {}
  table.insert(dap.configurations.lua, M.configuration())
  table.insert(dap.configurations.lua, M.configuration { name = "Moonwalk: this file, from its end", startAtEnd = true })
  set_up_commands(dap)
  if settings.keys then
    set_up_keys(dap)
  end
end

local function start_server(buffer)
  vim.lsp.start({
    name = "moonwalk",
    cmd = command_with("lsp"),
    root_dir = root_of(vim.api.nvim_buf_get_name(buffer)),
    settings = { moonwalk = { lua = settings.lua } },
  }, { bufnr = buffer })
end

local function set_up_server()
  vim.lsp.commands["moonwalk.openRecording"] = function(command)
    M.open_recording(unpack(command.arguments))
  end
  vim.lsp.commands["moonwalk.recordAndDebug"] = function(command)
    M.record_and_debug(unpack(command.arguments))
  end
  vim.lsp.commands["moonwalk.showReferences"] = function(command, context)
    local client = vim.lsp.get_client_by_id(context.client_id)
    local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
    vim.fn.setqflist({}, " ", { title = command.title, items = items })
    vim.cmd("botright copen")
  end
  vim.api.nvim_create_autocmd("FileType", {
    pattern = "lua",
    group = vim.api.nvim_create_augroup("moonwalk", {}),
    callback = function(event) start_server(event.buf) end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == "lua" then
      start_server(buffer)
    end
  end
end

function M.setup(options)
  settings = vim.tbl_extend("force", settings, options or {})
  local has_dap, dap = pcall(require, "dap")
  if has_dap then
    set_up_debugging(dap)
  end
  if settings.lsp then
    set_up_server()
  end
end

return M
