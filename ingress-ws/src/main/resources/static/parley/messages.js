import { h, icon, setIcon } from "./dom.js";
import { rendered } from "./markdown.js";

/**
 * The conversation: what is said, in a log that screen readers follow, and below it the text that is being written,
 * which is not announced piece by piece.
 */
export class Messages {
  #texts;
  #language;
  #actions;
  #nodes = new Map();
  #log;
  #streams = h("div", { className: "streams", "aria-live": "off" });
  #empty;
  #below;
  #pinned = true;
  #top = 0;
  scroller;
  element;

  /** Actions: choose(title), edit(item), discard(item). */
  constructor(texts, language, greeting, actions) {
    this.#texts = texts;
    this.#language = language;
    this.#actions = actions;
    this.#log = h("div", { className: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": texts.conversation });
    this.#empty = h("p", { className: "empty" }, greeting ?? texts.empty);
    this.scroller = h(
      "div",
      { className: "scroller", tabIndex: 0, role: "group", "aria-label": texts.conversation, onscroll: () => this.#scrolled() },
      this.#empty,
      this.#log,
      this.#streams,
    );
    this.#below = h("button", { type: "button", className: "below", hidden: true, "aria-label": texts.newBelow, onclick: () => this.pin() }, icon("down"));
    this.element = h("div", { className: "messages" }, this.scroller, this.#below);
    const resized = new ResizeObserver(() => this.#follow());
    resized.observe(this.scroller);
    resized.observe(this.#log);
  }

  /** Shows the client's conversation as it stands. */
  show(client) {
    const items = itemsOf(client);
    this.#empty.hidden = items.length > 0 || client.catchingUp;
    this.#reconcile(this.#log, this.#withDays(items));
    this.#reconcile(this.#streams, client.turns.map((turn) => streamOf(turn, this.#texts)));
    this.#follow();
  }

  /** Back to the newest, and staying there. */
  pin() {
    this.#pinned = true;
    this.#follow();
  }

  #follow() {
    if (this.#pinned) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    }
    this.#below.hidden = this.#pinned || this.#distance() < 40;
  }

  /** Who scrolls up leaves the newest; a picture that comes late and pushes it down does not. */
  #scrolled() {
    const { scrollTop } = this.scroller;
    this.#pinned = this.#distance() < 40 || (this.#pinned && scrollTop >= this.#top);
    this.#top = scrollTop;
    this.#below.hidden = this.#pinned;
  }

  #distance() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  #withDays(items) {
    let day;
    return items.flatMap((item) => {
      const itsDay = new Date(item.at).toLocaleDateString(this.#language, { weekday: "long", day: "numeric", month: "long" });
      const separator = itsDay === day ? [] : [{ key: `day:${itsDay}`, day: itsDay }];
      day = itsDay;
      return [...separator, item];
    });
  }

  #reconcile(parent, items) {
    const keys = new Set(items.map((item) => item.key));
    for (const child of [...parent.children]) {
      if (!keys.has(child.dataset.key)) {
        this.#nodes.delete(child.dataset.key);
        child.remove();
      }
    }
    items.forEach((item, index) => {
      const message = this.#nodes.get(item.key) ?? this.#create(item);
      message.update?.(item);
      if (parent.children[index] !== message.element) {
        parent.insertBefore(message.element, parent.children[index] ?? null);
      }
    });
  }

  #create(item) {
    const message = item.day
      ? { element: h("p", { className: "day" }, item.day) }
      : new Message(this.#texts, this.#language, this.#actions, item);
    message.element.dataset.key = item.key;
    this.#nodes.set(item.key, message);
    return message;
  }
}

/** One bubble with what stands around it. */
class Message {
  #texts;
  #actions;
  #text;
  #shown = {};
  #body = h("div", { className: "body" });
  #extra = h("div", { className: "extra" });
  #status;
  #item;

  constructor(texts, language, actions, item) {
    this.#texts = texts;
    this.#actions = actions;
    this.#status = item.author === "user" ? icon("pending", texts.pending) : undefined;
    const time = new Date(item.at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    const meta = h("p", { className: "meta" }, time, this.#status);
    const author = h("p", { className: item.author === "user" || item.author === "agent" ? "author hidden" : "author" }, authorOf(item, texts));
    this.element = h("div", { className: "message" }, author, this.#body, this.#extra, item.live ? undefined : meta);
  }

  update(item) {
    this.#item = item;
    this.element.className = ["message", item.author, item.kind, item.live && "live", item.status].filter(Boolean).join(" ");
    this.#change("text", item.text, () => this.#body.replaceChildren(rendered(item.text)));
    this.#change("phase", item.phase, () => this.#body.replaceChildren(dots(), h("span", {}, item.phase)));
    this.#change("status", item.status, () => setIcon(this.#status, item.status, this.#texts[item.status]));
    const extra = JSON.stringify([item.image, item.buttons, item.error]);
    this.#change("extra", extra, () => this.#extra.replaceChildren(...this.#extras()));
  }

  #change(name, value, apply) {
    if (value !== undefined && this.#shown[name] !== value) {
      this.#shown[name] = value;
      apply();
    }
  }

  #extras() {
    const { image, buttons = [], error } = this.#item;
    return [
      ...(/^https?:\/\//.test(image ?? "") ? [h("img", { src: image, alt: this.#texts.picture, loading: "lazy", referrerPolicy: "no-referrer" })] : []),
      ...(buttons.length ? [h("div", { className: "choices", role: "group" }, ...buttons.map((button) => this.#choice(button)))] : []),
      ...(error ? [h("p", { className: "error" }, this.#texts.errors[error.code] ?? error.message), this.#again()] : []),
    ];
  }

  #choice({ title }) {
    return h("button", { type: "button", className: "choice", onclick: () => this.#actions.choose(title) }, title);
  }

  #again() {
    return h(
      "div",
      { className: "choices" },
      h("button", { type: "button", className: "choice", onclick: () => this.#actions.edit(this.#item) }, this.#texts.edit),
      h("button", { type: "button", className: "choice", onclick: () => this.#actions.discard(this.#item) }, this.#texts.discard),
    );
  }
}

function itemsOf(client) {
  const entries = client.entries.filter(hasContent).map((entry) => ({
    key: entry.key ?? entry.position,
    author: entry.author ?? entry.role,
    kind: entry.kind,
    text: entry.content ?? "",
    at: entry.timestamp,
    image: entry.image_url,
    status: entry.role === "user" ? "delivered" : undefined,
    buttons: entry.buttons,
  }));
  const written = client.unsettled.map((item) => ({
    key: item.id,
    author: "user",
    text: item.text,
    at: item.writtenAt,
    status: item.state,
    error: item.error,
  }));
  const items = [...entries, ...written];
  return items.map((item, index) => (index === items.length - 1 ? item : { ...item, buttons: undefined }));
}

/** An entry may take earlier words back and say nothing itself. */
function hasContent({ content, image_url: image, buttons }) {
  return Boolean(content || image || buttons?.length);
}

function streamOf(turn, texts) {
  const percent = turn.percent === undefined ? "" : ` ${Math.round(turn.percent)} %`;
  const phase = `${turn.message ?? texts.phase[turn.phase] ?? ""}${percent}`;
  return {
    key: `turn:${turn.turnId}:${turn.attempt}:${turn.text ? "text" : "phase"}`,
    author: "agent",
    at: turn.seenAt,
    live: true,
    ...(turn.text ? { text: turn.text } : { phase }),
  };
}

function authorOf({ author, kind }, texts) {
  return kind === "failure" || kind === "cancelled" ? texts[kind] : (texts[author === "user" ? "you" : author] ?? texts.agent);
}

function dots() {
  return h("span", { className: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}
