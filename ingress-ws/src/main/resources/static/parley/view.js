import { Composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { Messages } from "./messages.js";
import { sheetFor } from "./style.js";

/** The chat's panel, in a shadow root of its own; as a bubble it also has the button that opens it. */
export class ChatView {
  element = h("div", { className: "parley-chat" });
  #client;
  #texts;
  #bubble;
  #messages;
  #composer;
  #panel;
  #launcher;
  #badge = h("span", { className: "badge", hidden: true });
  #dot = h("span", { className: "dot", "aria-hidden": "true" });
  #line = h("span");
  #retry;
  #problem = h("p", { className: "problem", role: "alert" });
  #status = h("p", { className: "hidden", role: "status" });
  #unread = 0;
  #frame;
  #closeListener;

  /** Options: texts, language, title, greeting?, color?, theme?, side?, bubble: boolean; `onToggle(open)` is told of opening and closing. */
  constructor(client, options, onToggle = () => {}) {
    this.#client = client;
    this.#texts = options.texts;
    this.#bubble = options.bubble;
    this.#closeListener = onToggle;
    this.#messages = new Messages(options.texts, options.language, options.greeting, {
      choose: (title) => this.#send(title),
      edit: (item) => this.#edit(item),
      discard: (item) => client.discard(item.key),
    });
    this.#composer = new Composer(options.texts, {
      send: (text) => this.#send(text),
      typing: () => client.typing(),
      cancel: () => client.cancel(),
    });
    this.#build(options);
    client.addEventListener("change", () => this.#soon());
    client.addEventListener("entry", (event) => this.#arrived(event.detail));
    this.#show();
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  open() {
    this.#toggle(true);
    this.#messages.pin();
    this.#composer.focus();
  }

  close() {
    if (this.#bubble && this.isOpen) {
      this.#toggle(false);
      this.#launcher.focus();
    }
  }

  draft(text) {
    this.#composer.text = text;
    this.#composer.focus();
  }

  #build({ title, language, color, theme, side }) {
    const texts = this.#texts;
    this.#retry = h("button", { type: "button", className: "retry", hidden: true, onclick: () => this.#client.reconnect() }, texts.retry);
    const close = h("button", { type: "button", className: "close", "aria-label": texts.close, title: texts.close, onclick: () => this.close() }, icon("close"));
    const heading = h("div", { className: "heading" }, h("h2", {}, title), h("p", { className: "line" }, this.#dot, this.#line, this.#retry));
    this.#panel = h(
      "section",
      { className: "panel", hidden: this.#bubble, role: this.#bubble ? "dialog" : "region", "aria-label": title, lang: language, onkeydown: (event) => this.#key(event) },
      h("div", { className: "head" }, heading, this.#bubble ? close : undefined),
      this.#messages.element,
      this.#problem,
      this.#composer.element,
      this.#status,
    );
    this.#launcher = h("button", { type: "button", className: "launcher", lang: language, "aria-expanded": "false", onclick: () => this.#press() }, icon("chat"), this.#badge);
    const root = this.element.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheetFor(color)];
    root.append(this.#panel, ...(this.#bubble ? [this.#launcher] : []));
    Object.assign(this.element.dataset, { mode: this.#bubble ? "bubble" : "inline", theme: theme ?? "auto", side: side ?? "right" });
    this.#label();
  }

  #press() {
    if (this.isOpen) {
      this.close();
    } else {
      this.open();
    }
  }

  #toggle(open) {
    this.#panel.hidden = !open;
    this.#unread = 0;
    this.#label();
    this.#closeListener(open);
    this.#show();
  }

  #label() {
    const unread = this.#unread > 0 ? `, ${this.#texts.unread(this.#unread)}` : "";
    this.#launcher.setAttribute("aria-expanded", String(this.isOpen));
    this.#launcher.setAttribute("aria-label", this.isOpen ? this.#texts.close : this.#texts.open + unread);
    this.#badge.hidden = this.#unread === 0;
    this.#badge.textContent = this.#unread;
  }

  #key(event) {
    if (event.key === "Escape") {
      this.close();
    }
  }

  #send(text) {
    const sent = this.#client.send(text) !== undefined;
    if (sent) {
      this.#messages.pin();
    }
    return sent;
  }

  #edit(item) {
    this.#client.discard(item.key);
    this.draft(item.text);
  }

  #arrived({ entry, isHistory }) {
    if (!this.isOpen && !isHistory && entry.role === "agent") {
      this.#unread++;
      this.#label();
    }
  }

  /** Many changes, one picture: at the next frame, or soon where a hidden page draws none. */
  #soon() {
    this.#frame ??= setTimeout(() => {
      this.#frame = undefined;
      this.#show();
    }, 16);
  }

  #show() {
    if (!this.isOpen) {
      return;
    }
    this.#messages.show(this.#client);
    const running = this.#client.turns.some((turn) => !turn.done);
    this.#composer.running = running && this.#client.state.name === "online";
    set(this.#status, running ? this.#texts.answering : "");
    set(this.#problem, this.#problemText());
    this.#showState();
  }

  #showState() {
    const { name, ready } = this.#client.state;
    const state = name === "online" && !ready ? "catchingUp" : name;
    this.#dot.dataset.state = state;
    set(this.#line, this.#texts[state]);
    this.#retry.hidden = name !== "waiting" && name !== "stopped";
  }

  #problemText() {
    const { code } = this.#client.problem ?? {};
    return code ? (this.#texts.errors[code] ?? this.#texts.errors.other) : "";
  }
}

function set(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}
