// Other ways to begin a session: a program that asks for input, here and in a terminal, and a Python program that embeds
// Lua.  And what a run leaves behind.
"use strict";

const fs = require("fs");
const path = require("path");

const HERE = "asks here";
const TERMINAL = "asks in a terminal";
const HOST = "in Python";

/** What a person writes into `launch.json`. */
function configure(project, port) {
  const asks = { type: "moonwalk", request: "launch", program: "${workspaceFolder}/asks.lua", cwd: "${workspaceFolder}" };
  const configurations = [
    { ...asks, name: HERE },
    { ...asks, name: TERMINAL, console: "integratedTerminal", stopAtEnd: false },
    { type: "moonwalk", request: "attach", name: HOST, port, python: true },
  ];
  fs.mkdirSync(path.join(project, ".vscode"), { recursive: true });
  fs.writeFileSync(path.join(project, ".vscode", "launch.json"), JSON.stringify({ version: "0.2.0", configurations }));
}

/** A program that asks: in the debug console, which has come to the front, and in a terminal. */
async function input(window, seen) {
  await window.debug(HERE);
  await window.consoleSays("The program waits for input");
  seen.answered = await window.toStop(() => window.inConsole("Ada"));
  await window.consoleSays("hello Ada");
  await window.stop();
  const ends = () => window.received().filter((message) => message.event === "terminated").length;
  const before = ends();
  await window.debug(TERMINAL);
  const terminal = window.page.locator(".terminal-wrapper.active");
  const line = terminal.locator(".xterm-rows > div");
  await line.filter({ hasText: "name?" }).first().waitFor();
  await terminal.locator("textarea").focus();
  await window.page.keyboard.type("Bob\n");
  await window.until("the end of the program", () => ends() > before);
  await line.filter({ hasText: "hello Bob" }).first().waitFor();
  seen.terminal = (await line.allInnerTexts()).map((one) => one.trim()).filter(Boolean);
}

/** What the language server then knows of the run stands above the function. */
async function whatIsLeft(window, seen) {
  await window.openFile("asks.lua", 1);
  seen.lenses = await window.until("what the run tells", async () => {
    const lenses = await window.page.locator(".codelens-decoration").allInnerTexts();
    return lenses.some((one) => one.includes("called once")) && lenses;
  });
}

/** Lua and Python in one process: stops in both, and back through an earlier call. */
async function attach(window, seen) {
  await window.openFile("host.py", 7);
  await window.page.keyboard.press("F9");
  await window.openFile("rules.lua", 4);
  await window.page.keyboard.press("F9");
  seen.inLua = await window.toStop(() => window.debug(HOST));
  await window.until("the breakpoint in Python", () =>
    window.received().some((message) =>
      message.body?.breakpoints?.some((one) => one.verified && one.source?.path?.endsWith("host.py"))));
  seen.inPython = (await window.toAnyStop(() => window.button("Continue").click())).line;
  seen.inLuaAgain = await window.toStop(() => window.button("Continue").click());
  seen.backInLua = await window.press("Reverse");
}

module.exports = { attach, configure, input, whatIsLeft };
