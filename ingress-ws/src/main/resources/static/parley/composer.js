import { MAX_TEXT } from "./client/index.js";
import { h, icon } from "./dom.js";

const COUNT_FROM = MAX_TEXT - 500;

/** Where the customer writes: Enter sends, Shift+Enter breaks the line; while a turn runs a button stops it. */
export class Composer {
  #texts;
  #actions;
  #field;
  #send;
  #stop;
  #counter;
  element;

  /** Actions: send(text) → whether it was taken, typing(), cancel(). */
  constructor(texts, actions) {
    this.#texts = texts;
    this.#actions = actions;
    this.#field = h("textarea", {
      id: "field",
      rows: 1,
      placeholder: texts.placeholder,
      enterKeyHint: "send",
      "aria-describedby": "counter",
      oninput: () => this.#written(),
      onkeydown: (event) => this.#key(event),
    });
    this.#send = h("button", { type: "submit", className: "send", disabled: true, "aria-label": texts.send, title: texts.send }, icon("send"));
    this.#stop = h("button", { type: "button", className: "stop", hidden: true, onclick: () => this.#cancel() }, icon("stop"), h("span"));
    this.#counter = h("p", { id: "counter", className: "counter", "aria-live": "polite" });
    this.element = h(
      "form",
      { className: "composer", onsubmit: (event) => this.#submit(event) },
      h("label", { className: "hidden", for: "field" }, texts.write),
      h("div", { className: "row" }, this.#field, this.#stop, this.#send),
      this.#counter,
    );
  }

  /** Whether a turn runs that can be stopped. */
  set running(running) {
    if (this.#stop.hidden === running) {
      const focused = this.#stop.matches(":focus");
      this.#stop.hidden = !running;
      this.#stop.disabled = false;
      this.#stop.lastChild.textContent = this.#texts.stop;
      if (focused) {
        this.focus();
      }
    }
  }

  set text(text) {
    this.#field.value = text;
    this.#measure();
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      this.#submit(event);
    }
  }

  #submit(event) {
    event.preventDefault();
    if (this.#actions.send(this.#field.value)) {
      this.text = "";
    }
    this.focus();
  }

  #written() {
    this.#measure();
    if (this.#field.value) {
      this.#actions.typing();
    }
  }

  #cancel() {
    this.#stop.disabled = true;
    this.#stop.lastChild.textContent = this.#texts.stopping;
    this.#actions.cancel();
    this.focus();
  }

  #measure() {
    const length = this.#field.value.trim().length;
    const over = length - MAX_TEXT;
    this.#send.disabled = length === 0 || over > 0;
    this.#counter.textContent = length < COUNT_FROM ? "" : over > 0 ? this.#texts.tooLong(over) : this.#texts.left(-over);
    this.#counter.classList.toggle("over", over > 0);
    this.#field.ariaInvalid = over > 0 ? "true" : "false";
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, 160)}px`;
  }
}
