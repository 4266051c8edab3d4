import { el, safe } from './dom.js';

const icons = { location: '📍', contact: '👤' };
const ticks = { sent: '✓', delivered: '✓✓', read: '✓✓' };
const reactions = ['👍', '❤️', '😂', ''];

// A message as an element of the screen.
export function bubble(message, phone) {
  if (message.deleted) {
    return el('li', { class: `bubble ${message.from} deleted` }, el('p', {}, 'This message was deleted.'));
  }
  return el('li', { class: `bubble ${message.from} ${message.kind}` },
    message.from === 'staff' ? el('p', { class: 'author' }, 'Staff') : undefined,
    message.reply_to ? el('p', { class: 'quote' }, phone.quoted(message.reply_to)) : undefined,
    file(message),
    content(message),
    el('p', { class: 'meta' },
      message.edited ? el('span', {}, 'edited') : undefined,
      message.reaction ? el('span', { class: 'reaction' }, message.reaction) : undefined,
      el('time', { dateTime: message.at }, clock(message.at)),
      status(message)),
    buttons(message, phone),
    menu(message, phone));
}

function file(message) {
  const { url, media_type: type = '', name } = message.file ?? {};
  if (!url) {
    return undefined;
  }
  if (type.startsWith('image/')) {
    return el('img', { src: url, alt: message.text || message.kind, referrerPolicy: 'no-referrer' });
  }
  if (type.startsWith('audio/') || type.startsWith('video/')) {
    return el(type.slice(0, 5), { src: url, controls: true, preload: 'none', 'aria-label': message.kind });
  }
  return el('p', {}, '📄 ', el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, name || 'Document'));
}

function content(message) {
  const icon = icons[message.kind];
  if (message.formatted && !icon) {
    return el('div', { class: 'text' }, safe(message.formatted));
  }
  const text = message.text || (icon && !message.file ? message.kind : '');
  return text
    ? el('div', { class: 'text' }, icon ? el('span', { 'aria-hidden': 'true' }, `${icon} `) : undefined, text)
    : undefined;
}

function clock(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? ''
    : date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

function status(message) {
  return ticks[message.status]
    ? el('span', { class: `ticks ${message.status}`, role: 'img', 'aria-label': message.status }, ticks[message.status])
    : undefined;
}

function buttons(message, phone) {
  if (!message.buttons?.length) {
    return undefined;
  }
  return el('div', { class: message.buttons.length > 3 ? 'buttons rows' : 'buttons' },
    ...message.buttons.map((button) => button.url
      ? el('a', { href: button.url, target: '_blank', rel: 'noopener noreferrer' }, button.title)
      : el('button', {
        type: 'button',
        onclick: () => phone.write({ kind: 'button', message_id: message.message_id, button_id: button.id }),
      }, button.title)));
}

function menu(message, phone) {
  const close = (action) => (event) => {
    event.target.closest('details').open = false;
    action();
  };
  const react = reactions.map((emoji) => el('button', {
    type: 'button',
    'aria-label': emoji ? `React with ${emoji}` : 'Take the reaction away',
    onclick: close(() => phone.write({ kind: 'reaction', message_id: message.message_id, emoji })),
  }, emoji || '∅'));
  const own = message.from === 'person'
    ? [
      el('button', { type: 'button', onclick: close(() => phone.composer.edit(message)) }, 'Edit'),
      el('button', { type: 'button',
        onclick: close(() => phone.write({ kind: 'delete', message_id: message.message_id })) }, 'Delete'),
    ]
    : [];
  return el('details', { class: 'menu' },
    el('summary', { 'aria-label': 'More about this message' }, '⋯'),
    el('div', {},
      el('button', { type: 'button', onclick: close(() => phone.composer.reply(message)) }, 'Reply'),
      ...own,
      ...react));
}
