// VS Code in a page of a browser, as a person uses it: keys, buttons, and what is on the screen.  What VS Code and the
// debug adapter say to each other comes from the probe's file.
"use strict";

const fs = require("fs");
const path = require("path");

const PATIENCE = 90000;

class Window {
  static async open(playwright, { browser, address, probe, shots }) {
    const opened = await playwright.chromium.launch({
      executablePath: browser,
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
    });
    const page = await opened.newPage({ viewport: { width: 1440, height: 900 } });
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
    const before = this.stops().length;
    await action();
    const stop = await this.until("a stop", () => this.stops()[before]);
    const line = await this.until("the frames of the stop", () => {
      const all = this.received();
      const after = all.slice(all.indexOf(all.filter((one) => one.event === "stopped")[before]));
      return after.find((one) => one.command === "stackTrace" && one.success)?.body.stackFrames[0]?.line;
    });
    await this.until(`the editor to show line ${line}`, async () => (await this.cursor()) === line);
    return { reason: stop.body.reason, t: Number(stop.body.description.match(/t=(\d+)/)?.[1]), line };
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
    await this.page.keyboard.press("Control+P");
    await this.choose(line ? `${name}:${line}` : name);
    await this.until(`${name} to be open`, async () =>
      (await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).count()) > 0,
    );
    if (line) {
      await this.until(`line ${line}`, async () => (await this.cursor()) === line);
    }
  }

  /** Chooses a command in the palette. */
  async command(title) {
    await this.page.keyboard.press("F1");
    await this.choose(`>${title}`);
  }

  /** Types into the box that is open above, waits for what it offers, and takes the first. */
  async choose(text) {
    const box = await this.box();
    await box.fill(text);
    const wanted = text.replace(/^>|:\d+$/g, "");
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: wanted }).first().waitFor();
    await box.press("Enter");
  }

  /** Types into the box that is open above, which asks for a text. */
  async answer(text) {
    const box = await this.box();
    await box.fill(text);
    await box.press("Enter");
  }

  async box() {
    const box = this.page.locator(".quick-input-widget input.input");
    await box.waitFor();
    return box;
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

  /** The rows of a tree view, as texts. */
  rows(title) {
    return this.page
      .locator(`.pane:has(.pane-header[aria-label^="${title}"]) .monaco-list-row`)
      .evaluateAll((all) => all.map((one) => one.textContent));
  }

  async shoot(name) {
    await this.page.screenshot({ path: path.join(this.shots, `${name}.png`) });
  }

  close() {
    return this.browser.close();
  }
}

module.exports = { Window };
