// VS Code in a page of a browser, as a person uses it: keys, buttons, and what is on the screen.  What VS Code and the
// debug adapter say to each other comes from the probe's file.
"use strict";

const fs = require("fs");
const path = require("path");

const PATIENCE = Number(process.env.PATIENCE ?? 60000);
const BRIEFLY = PATIENCE / 6; // until something is tried again

class Window {
  static async open(playwright, { browser, address, probe, shots }) {
    const opened = await playwright.chromium.launch({
      executablePath: browser,
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
    });
    const page = await opened.newPage({ viewport: { width: 1440, height: 960 } });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(address, { waitUntil: "commit" });
    await page.waitForSelector(".monaco-workbench .part.editor");
    return new Window(opened, page, probe, shots);
  }

  constructor(browser, page, probe, shots) {
    this.browser = browser;
    this.page = page;
    this.probe = probe;
    this.shots = shots;
  }

  /** Everything the probe has told so far. */
  told() {
    const text = fs.existsSync(this.probe) ? fs.readFileSync(this.probe, "utf8") : "";
    const lines = text.split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  }

  received() {
    return this.told().filter((one) => one.kind === "received").map((one) => one.message);
  }

  stops() {
    return this.received().filter((message) => message.event === "stopped");
  }

  /** Waits until something is so; what it gave. */
  async until(what, holds) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const found = await holds();
      if (found) {
        return found;
      }
      if (Date.now() > end) {
        throw new Error(`waited in vain for ${what}`);
      }
      await this.page.waitForTimeout(50);
    }
  }

  /** Does something that ends in a stop; where the program stands then, as the editor shows it. */
  async toStop(action) {
    const { stop, line } = await this.toAnyStop(action);
    const t = Number(stop.description.match(/t=(\d+)/)?.[1]);
    const stack = this.pane("Call Stack"); // with several sessions a row of it tells
    await this.until(`the call stack to tell of t=${t}`, async () => (await stack.innerText()).toLowerCase().includes(`t=${t} `));
    await this.until("all frames", async () => (await this.page.getByText("Load More Stack Frames").count()) === 0);
    return { reason: stop.reason, t, line };
  }

  /** The same, of whatever debugger: the stop as it was told, and the line. */
  async toAnyStop(action) {
    const before = this.stops().length;
    await action();
    const stop = await this.until("a stop", () => this.stops()[before]);
    const frames = await this.until("the frames of the stop", () => {
      const told = this.told();
      const at = told.indexOf(told.filter(({ message }) => message?.event === "stopped")[before]);
      const after = told.slice(at).map(({ message }) => message);
      const topmost = after.filter((message) => message?.arguments?.startFrame === 0).map((message) => message.seq);
      const answer = after.find((message) => message?.command === "stackTrace" && topmost.includes(message.request_seq));
      return answer?.body?.stackFrames;
    });
    const line = frames[0]?.line; // at the end of the program there are none
    if (line !== undefined) {
      await this.until(`the editor to show line ${line}`, async () => (await this.cursor()) === line);
    }
    return { stop: stop.body, line };
  }

  /** The line of the cursor, from the status bar. */
  async cursor() {
    const text = await this.page.locator("#status\\.editor\\.selection").innerText();
    return Number(text.match(/Ln (\d+)/)?.[1]);
  }

  /** A button of the debug toolbar. */
  button(label) {
    const exact = new RegExp(`^${label}( \\(.*\\))?$`);
    return this.page.locator(".debug-toolbar .action-label").and(this.page.getByLabel(exact));
  }

  async buttons() {
    const labels = await this.page
      .locator(".debug-toolbar .action-label")
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    return labels.filter(Boolean).map((label) => label.replace(/ \(.*\)$/, ""));
  }

  press(label) {
    return this.toStop(() => this.button(label).click());
  }

  async openFile(name, line) {
    await this.choose("Control+P", line ? `${name}:${line}` : name, name);
    await this.until(`${name} to be open`, async () =>
      (await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).count()) > 0,
    );
    if (line) {
      await this.until(`line ${line}`, async () => (await this.cursor()) === line);
    }
  }

  /** Chooses a command in the palette. */
  command(title) {
    return this.choose("F1", `>${title}`, title);
  }

  /** Begins to debug the file in the editor, with a key; again, where a window that is still busy has missed it. */
  start() {
    return this.patiently("a session to begin", async () => {
      await this.page.keyboard.press("F5");
      await this.page.locator(".debug-toolbar").waitFor({ timeout: BRIEFLY });
    });
  }

  /** Begins a session by the name of its configuration. */
  debug(name) {
    return this.choose("Control+P", `debug ${name}`, name);
  }

  /** Ends the session in front. */
  async stop() {
    await this.button("(Stop|Disconnect)").click();
    await this.page.locator(".debug-toolbar").waitFor({ state: "hidden" });
  }

  /** Opens a box above with a key, types into it, waits until it offers what is wanted, and takes the first. */
  choose(key, text, wanted) {
    const offered = this.page.locator(".quick-input-list .monaco-list-row", { hasText: wanted }).first();
    return this.patiently(`${text} to be offered`, async () => {
      await this.page.keyboard.press(key);
      await this.box().fill(text, { timeout: BRIEFLY });
      await offered.waitFor({ timeout: BRIEFLY });
      await this.box().press("Enter", { timeout: BRIEFLY });
    });
  }

  /** Chooses a command that asks for a text, and gives it that. */
  ask(title, text) {
    return this.patiently(`${title} to be given ${text}`, async () => {
      await this.command(title);
      await this.page.locator(".quick-input-message", { hasText: "Press 'Enter' to confirm" }).waitFor({ timeout: BRIEFLY });
      await this.box().fill(text, { timeout: BRIEFLY });
      await this.box().press("Enter", { timeout: BRIEFLY });
    });
  }

  box() {
    return this.page.locator(".quick-input-widget input.input");
  }

  /** Tries something again until it works: boxes and menus close when something else takes the focus. */
  patiently(what, act) {
    return this.until(what, () => act().then(() => true, () => this.page.keyboard.press("Escape")));
  }

  /** The frame of a webview that has an element. */
  webviewWith(selector) {
    return this.until(`a webview with ${selector}`, async () => {
      for (const frame of this.page.frames()) {
        if ((await frame.locator(selector).count().catch(() => 0)) > 0) {
          return frame;
        }
      }
      return undefined;
    });
  }

  /** One of the views beside the editor. */
  pane(title) {
    return this.page.locator(`.pane:has(> .pane-header[aria-label^="${title}"])`);
  }

  described(title) {
    return this.pane(title).locator(".pane-header").innerText();
  }

  /** The rows of a tree view. */
  rows(title) {
    return this.pane(title).locator(".monaco-list-row");
  }

  /** What the rows of a tree view say, once there are any, they stay, and they say something else than `before`. */
  async said(title, before = []) {
    let found = [];
    let times = 0;
    await this.until(`rows of ${title}`, async () => {
      const rows = await this.rows(title).evaluateAll((all) =>
        all.map((one) => [Number(one.dataset.index), one.innerText.replace(/\s+/g, " ").trim()]),
      );
      const texts = rows.sort(([one], [other]) => one - other).map(([, text]) => text);
      times = texts.join() === found.join() ? times + 1 : 0;
      found = texts;
      return found.length > 0 && times > 4 && found.join() !== before.join();
    });
    return found;
  }

  /** Presses a button at a row of a tree view. */
  async pressAt(row, label) {
    await row.hover();
    await row.getByRole("button", { name: label }).click();
  }

  /** Chooses from the menu of a row. */
  fromMenu(row, title) {
    return this.patiently(`the menu with ${title}`, () => this.chooseFromMenu(row, title));
  }

  async chooseFromMenu(row, title) {
    const item = this.page.locator(".action-menu-item", { hasText: title });
    await row.locator(".name").click({ button: "right", timeout: BRIEFLY });
    await item.hover({ timeout: BRIEFLY });
    await this.page.keyboard.press("Enter"); // a fresh menu takes no clicks yet
    await item.waitFor({ state: "hidden", timeout: BRIEFLY });
  }

  /** Gives a field of a value in the Variables view another, from its menu; again, where the view has been drawn anew. */
  setField(owner, field, value) {
    const rows = this.rows("Variables");
    const input = this.pane("Variables").locator(".inputBoxContainer input");
    return this.patiently("a field to be given a value", async () => {
      const folded = rows.filter({ hasText: owner }).and(this.page.locator('[aria-expanded="false"]'));
      if ((await folded.count()) > 0) {
        await folded.first().locator(".monaco-tl-twistie").click({ timeout: BRIEFLY });
      }
      await this.chooseFromMenu(rows.filter({ hasText: field }).first(), "Set Value");
      await input.fill(value, { timeout: BRIEFLY });
      await input.press("Enter", { timeout: BRIEFLY });
    });
  }

  /** Folds a view beside the editor. */
  async fold(title) {
    const header = this.pane(title).locator("> .pane-header");
    if ((await header.getAttribute("aria-expanded")) === "true") {
      await header.click({ position: { x: 40, y: 8 } });
    }
  }

  /** Gives the views beside the editor a width. */
  async widen(width) {
    const bar = await this.page.locator(".part.sidebar").boundingBox();
    await this.page.mouse.move(bar.x + bar.width, bar.y + bar.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(bar.x + width, bar.y + bar.height / 2, { steps: 5 });
    await this.page.mouse.up();
  }

  /** What stands on a line of the editor, the values beside it included. */
  async lineText(number) {
    const top = await this.page
      .locator(".editor-instance .line-numbers", { hasText: new RegExp(`^${number}$`) })
      .evaluate((one) => one.parentElement.style.top);
    const lines = await this.page
      .locator(".editor-instance .view-line")
      .evaluateAll((all, at) => all.filter((one) => one.style.top === at).map((one) => one.innerText), top);
    return (lines[0] ?? "").replace(/\u00a0/g, " ");
  }

  /** Types a line into the debug console, once it keeps the focus: a stop that is being shown takes it. */
  async inConsole(text) {
    const focused = this.page.locator(".repl-input-wrapper .monaco-editor.focused");
    await this.patiently("the debug console to be focused", async () => {
      await this.command("Debug Console: Focus on Debug Console View");
      await focused.waitFor({ timeout: BRIEFLY });
      for (let times = 0; times < 10; times++) {
        await this.page.waitForTimeout(50);
        if ((await focused.count()) === 0) {
          throw new Error("something else has taken the focus");
        }
      }
    });
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press("Escape"); // what is offered
    await this.page.keyboard.press("Enter");
  }

  /** Waits for a text in the debug console; the line of it. */
  async consoleSays(text) {
    const rows = this.page.locator(".repl .monaco-list-row", { hasText: text });
    return this.until(`the debug console to say ${text}`, async () => (await rows.allInnerTexts()).at(-1));
  }

  async shoot(name) {
    await this.page.screenshot({ path: path.join(this.shots, `${name}.png`) });
  }

  close() {
    return this.browser.close();
  }
}

module.exports = { Window };
