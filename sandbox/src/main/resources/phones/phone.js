import * as api from './api.js';
import { bubble } from './bubble.js';
import { Composer } from './composer.js';
import { attempt, el, safe } from './dom.js';

const toggles = [
  ['blocked', 'Blocks the business'],
  ['reads', 'Reads at once'],
  ['window_open', '24-hour window open'],
  ['phone_hidden', 'Hides the number'],
];

const fits = {
  blocked: () => true,
  reads: (kind) => kind === 'whatsapp' || kind === 'ycloud',
  window_open: (kind) => kind === 'whatsapp' || kind === 'ycloud',
  phone_hidden: (kind) => kind === 'whatsapp' || kind === 'ycloud',
};

// One person's screen on one account.
export class Phone {
  constructor(account, person, name, closed) {
    Object.assign(this, { account, person, name, closed });
    this.messages = new Map();
    this.list = el('ol', { class: 'screen', 'aria-live': 'polite', 'aria-label': 'Messages', tabIndex: 0 });
    this.draft = el('li', { class: 'bubble agent draft', hidden: true });
    this.typing = el('p', { class: 'typing', role: 'status' });
    this.composer = new Composer((message) => this.write(message));
    this.element = this.build();
    this.source = api.follow(account.channel, person, {
      opened: () => this.load(),
      message: (message) => this.show(message),
      typing: ({ until }) => this.showTyping(until),
      draft: (draft) => this.showDraft(draft),
    });
    this.change({});
  }

  build() {
    const title = this.name || this.person;
    const id = `phone-${Math.random().toString(36).slice(2)}`;
    return el('section', { class: `phone ${this.account.kind}`, 'aria-labelledby': id },
      el('header', {},
        el('div', {},
          el('h2', { id }, title),
          el('p', { class: 'account' }, `${this.person} with ${this.account.channel}`)),
        el('button', { type: 'button', class: 'plain', 'aria-label': `Close the phone of ${title}`,
          onclick: () => this.close() }, '×')),
      this.state(),
      this.list,
      this.typing,
      this.composer.element);
  }

  state() {
    this.boxes = toggles
      .filter(([key]) => fits[key](this.account.kind))
      .map(([key]) => el('input', { type: 'checkbox', name: key,
        onchange: (event) => this.change({ [key]: event.target.checked }) }));
    const labels = this.boxes.map((box) => el('label', {}, box, toggles.find(([key]) => key === box.name)[1]));
    return el('details', { class: 'state' }, el('summary', {}, 'This person…'), ...labels);
  }

  // Changes the person's state, and shows what it is then.
  async change(state) {
    this.known = (await attempt(() => api.change(this.account.channel, this.person, state))) ?? this.known;
    for (const box of this.boxes) {
      box.checked = this.known?.[box.name] ?? (box.name === 'window_open' || box.name === 'reads');
    }
  }

  async load() {
    const messages = await attempt(() => api.screen(this.account.channel, this.person));
    messages?.forEach((message) => this.show(message));
  }

  show(message) {
    const before = this.messages.get(message.n);
    const element = bubble(message, this);
    const wasAtEnd = this.isAtEnd();
    element.querySelector('img')?.addEventListener('load', () => wasAtEnd && this.toEnd());
    if (before) {
      before.element.replaceWith(element);
    } else {
      this.draft.remove();
      this.list.append(element);
      this.toEnd();
    }
    this.messages.set(message.n, { message, element });
    if (!before && message.from !== 'person') {
      this.showDraft({});
      this.typing.textContent = '';
    }
  }

  isAtEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  showTyping(until) {
    const left = new Date(until) - Date.now();
    this.typing.textContent = left > 0 ? 'typing…' : '';
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => { this.typing.textContent = ''; }, Math.max(0, left));
  }

  // What the agent has written so far; it vanishes with the message, or when no more comes.
  showDraft({ text, formatted, until }) {
    this.draft.hidden = !text;
    clearTimeout(this.draftEnds);
    if (text) {
      this.draft.replaceChildren(formatted ? safe(formatted) : text);
      this.list.append(this.draft);
      this.toEnd();
      const left = until ? new Date(until) - Date.now() : 30_000;
      this.draftEnds = setTimeout(() => { this.draft.hidden = true; }, Math.max(0, left));
    }
  }

  // What the person answers to, in words.
  quoted(messageId) {
    for (const { message } of this.messages.values()) {
      if (message.message_id === messageId) {
        return message.deleted ? 'a deleted message' : message.text || message.kind;
      }
    }
    return 'a message';
  }

  write(message) {
    const named = this.name ? { name: this.name, ...message } : message;
    return attempt(() => api.write(this.account.channel, this.person, named).then(() => true));
  }

  focus() {
    this.element.scrollIntoView({ behavior: 'smooth', block: 'nearest' });
    this.composer.focus();
  }

  close() {
    this.source.close();
    this.element.remove();
    this.closed();
  }
}
