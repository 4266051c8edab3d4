import * as api from './api.js';
import { bubble } from './bubble.js';
import { Composer } from './composer.js';
import { attempt, el } from './dom.js';

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
      draft: ({ text }) => this.showDraft(text),
    });
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
    const boxes = toggles
      .filter(([key]) => fits[key](this.account.kind))
      .map(([key, label]) => el('label', {},
        el('input', { type: 'checkbox', name: key, checked: key === 'window_open' || key === 'reads',
          onchange: (event) => this.change(event.target) }),
        label));
    return el('details', { class: 'state' }, el('summary', {}, 'This person…'), ...boxes);
  }

  async change(box) {
    const done = await attempt(() =>
      api.change(this.account.channel, this.person, { [box.name]: box.checked }).then(() => true));
    if (!done) {
      box.checked = !box.checked;
    }
  }

  async load() {
    const messages = await attempt(() => api.screen(this.account.channel, this.person));
    messages?.forEach((message) => this.show(message));
  }

  show(message) {
    const before = this.messages.get(message.n);
    const element = bubble(message, this);
    if (before) {
      before.element.replaceWith(element);
    } else {
      this.draft.remove();
      this.list.append(element);
      this.list.scrollTop = this.list.scrollHeight;
    }
    this.messages.set(message.n, { message, element });
    if (!before && message.from !== 'person') {
      this.showDraft('');
      this.typing.textContent = '';
    }
  }

  showTyping(until) {
    const left = new Date(typeof until === 'number' && until < 1e11 ? until * 1000 : until) - Date.now();
    this.typing.textContent = left > 0 ? 'typing…' : '';
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => { this.typing.textContent = ''; }, Math.max(0, left));
  }

  showDraft(text) {
    this.draft.hidden = !text;
    this.draft.textContent = text ?? '';
    if (text) {
      this.list.append(this.draft);
      this.list.scrollTop = this.list.scrollHeight;
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
