import { el } from './dom.js';

const samples = [
  ['Photo', (text) => ({ kind: 'photo', sample: true, ...(text && { caption: text }) })],
  ['Voice note', () => ({ kind: 'voice', sample: true })],
  ['Document', (text) => ({ kind: 'document', sample: true, ...(text && { caption: text }) })],
  ['Sticker', () => ({ kind: 'sticker', sample: true })],
  ['Album of 3', (text) => ({ kind: 'album', count: 3, ...(text && { caption: text }) })],
  ['Location', () => ({ kind: 'location', latitude: -34.6176, longitude: -58.3713, title: 'Defensa 845' })],
  ['Contact', () => ({ kind: 'contact', phone_number: '5491155550199', first_name: 'Bruno' })],
];

// Where the person writes. Enter sends, Shift and Enter begin a new line.
export class Composer {
  constructor(write) {
    this.send = write;
    this.target = undefined;
    this.about = el('p', { class: 'about', hidden: true });
    this.text = el('textarea', { rows: 1, maxLength: 8000, 'aria-label': 'Message', placeholder: 'Message',
      onkeydown: (event) => this.key(event) });
    this.staff = el('input', { type: 'checkbox' });
    this.element = el('form', { class: 'composer', onsubmit: (event) => this.submit(event) },
      this.about,
      this.attach(),
      this.text,
      el('button', { class: 'send', 'aria-label': 'Send' }, '➤'),
      el('label', { class: 'as-staff' }, this.staff, 'Answer as staff'));
  }

  attach() {
    const box = el('details', { class: 'attach' },
      el('summary', { 'aria-label': 'Attach a sample' }, '+'),
      el('div', {}, ...samples.map(([label, make]) => el('button', {
        type: 'button',
        onclick: async () => {
          box.open = false;
          if (await this.send(make(this.text.value.trim()))) {
            this.clear();
          }
        },
      }, label))));
    return box;
  }

  key(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.element.requestSubmit();
    } else if (event.key === 'Escape') {
      this.aim(undefined);
    }
  }

  async submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (text && await this.send(this.message(text))) {
      this.clear();
    }
  }

  message(text) {
    if (this.staff.checked) {
      return { kind: 'staff', text };
    }
    if (this.target?.edits) {
      return { kind: 'edit', message_id: this.target.id, text };
    }
    return { kind: 'text', text, ...(this.target && { reply_to: this.target.id }) };
  }

  reply(message) {
    this.aim({ id: message.message_id, words: `Reply to: ${message.text || message.kind}` });
  }

  edit(message) {
    this.text.value = message.text ?? '';
    this.aim({ id: message.message_id, edits: true, words: 'Edit the message' });
  }

  aim(target) {
    this.target = target;
    this.about.hidden = !target;
    this.about.replaceChildren(...(target
      ? [el('span', {}, target.words), el('button', { type: 'button', class: 'plain', 'aria-label': 'Not this one',
        onclick: () => this.aim(undefined) }, '×')]
      : []));
    this.focus();
  }

  clear() {
    this.text.value = '';
    this.aim(undefined);
  }

  focus() {
    this.text.focus();
  }
}
