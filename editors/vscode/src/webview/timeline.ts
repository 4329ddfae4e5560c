// The page of the timeline view: a lane for each branch, a slider over the current one, marks and output as ticks.

import type { Branch } from "../requests";
import { isShared, type Shown, spokenTime, type Wish } from "../views/timelineModel";

declare function acquireVsCodeApi(): { postMessage(wish: Wish): void };

const vscode = acquireVsCodeApi();

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  children: (Node | string)[] = [],
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Moments on the width of a lane. */
class Scale {
  constructor(
    private readonly oldest: number,
    private readonly newest: number,
  ) {}

  percent(t: number): string {
    const span = this.newest - this.oldest;
    return `${span > 0 ? (100 * (Math.min(Math.max(t, this.oldest), this.newest) - this.oldest)) / span : 0}%`;
  }
}

function draw(shown: Shown): void {
  if (shown.problem) {
    document.body.replaceChildren(make("p", { className: "problem", textContent: shown.problem }));
    return;
  }
  const newest = Math.max(shown.newest, ...shown.branches.map((branch) => branch.newest));
  const scale = new Scale(shown.oldest, newest);
  const current = shown.branches.find((branch) => branch.isCurrent);
  const lanes = shown.branches.map((branch) => lane(shown, branch, scale));
  document.body.classList.toggle("moving", !shown.isStopped);
  document.body.replaceChildren(head(shown, current), ...lanes);
}

function head(shown: Shown, current: Branch | undefined): HTMLElement {
  const span = shown.newest - shown.oldest;
  const percent = span > 0 ? ` (${Math.floor((100 * (shown.t - shown.oldest)) / span)} %)` : "";
  const go = (t: number) => () => vscode.postMessage({ ask: "go", t, branch: current?.id ?? 0 });
  return make("header", {}, [
    make("button", { title: "Start of history", textContent: "⇤", onclick: go(shown.oldest) }),
    make("span", {
      className: "position",
      textContent: shown.isStopped ? `${spokenTime(shown.t)} of ${shown.newest.toLocaleString("en")}${percent}` : "running…",
    }),
    make("button", { title: "Newest moment", textContent: "⇥", onclick: go(shown.newest) }),
  ]);
}

function lane(shown: Shown, branch: Branch, scale: Scale): HTMLElement {
  const go = (t: number) => vscode.postMessage({ ask: "go", t, branch: branch.id });
  const track = make("div", { className: branch.isCurrent ? "track current" : "track" });
  const line = make("div", { className: "line" });
  line.style.left = scale.percent(branch.from ?? shown.oldest);
  line.style.right = `calc(100% - ${scale.percent(branch.newest)})`;
  track.append(line);
  if (branch.isCurrent) {
    const past = make("div", { className: "past" });
    past.style.width = scale.percent(shown.t);
    track.append(past);
    for (const one of shown.output.filter((written) => isShared(written, branch, shown.branches))) {
      track.append(tick("output", one.t, scale, `${spokenTime(one.t)}: ${one.text}`, () => go(one.t)));
    }
    track.append(slider(shown, branch, go));
  }
  for (const mark of shown.marks.filter((one) => one.branch === branch.id)) {
    track.append(tick("mark", mark.t, scale, `${mark.name} (${spokenTime(mark.t)})`, () => go(mark.t)));
  }
  const only = shown.branches.length === 1;
  const label = make("button", {
    className: "name",
    textContent: branch.name,
    disabled: branch.isCurrent,
    title: branch.from === undefined ? "Go to this branch" : `Leaves at ${spokenTime(branch.from)}: go to this branch`,
    onclick: () => vscode.postMessage({ ask: "switch", branch: branch.id }),
  });
  return make("section", {}, only ? [track] : [label, track]);
}

function tick(kind: string, t: number, scale: Scale, title: string, onclick: () => void): HTMLElement {
  const element = make("button", { className: `tick ${kind}`, title, onclick });
  element.setAttribute("aria-label", title);
  element.style.left = scale.percent(t);
  return element;
}

/** Over the whole width, so that its handle is where the position is drawn. */
function slider(shown: Shown, branch: Branch, go: (t: number) => void): HTMLInputElement {
  const element = make("input", { type: "range", title: "Drag to go to a moment" });
  element.setAttribute("aria-label", `Position in time, branch ${branch.name}`);
  element.min = String(shown.oldest);
  element.max = String(Math.max(shown.newest, ...shown.branches.map((one) => one.newest)));
  element.value = String(shown.t);
  element.disabled = !shown.isStopped;
  element.onchange = () => go(Math.min(Number(element.value), branch.newest));
  return element;
}

window.addEventListener("message", (event: MessageEvent<Shown>) => draw(event.data));
vscode.postMessage({ ask: "ready" });
