import * as api from './api.js';
import { attempt, el } from './dom.js';
import { Phone } from './phone.js';

const form = document.getElementById('add');
const grid = document.getElementById('phones');
const open = new Map();
let accounts = [];

// What a person's id looks like, with an example nobody has been given yet.
const examples = {
  telegram: () => String(7_000_000_000 + random(99_999_999)),
  whatsapp: () => `54911${55_000_000 + random(999_999)}`,
  ycloud: () => `+54911${55_000_000 + random(999_999)}`,
  slack: () => `U${random(99_999_999).toString(36).toUpperCase()}`,
  http: () => `person-${random(9_999)}`,
};

const random = (most) => Math.floor(Math.random() * most);

function kindOf(channel) {
  return accounts.find((account) => account.channel === channel)?.kind;
}

async function start() {
  accounts = (await attempt(api.accounts)) ?? [];
  form.channel.replaceChildren(...accounts.map((account) =>
    new Option(`${account.name ?? account.channel} · ${account.kind}`, account.channel)));
  await listPeople();
  for (const [channel, person, name] of remembered()) {
    if (kindOf(channel)) {
      add(channel, person, name);
    }
  }
}

async function listPeople() {
  const channel = form.channel.value;
  const people = channel ? (await attempt(() => api.people(channel))) ?? [] : [];
  form.known.replaceChildren(
    new Option('New person', ''),
    ...people.map((known) => new Option(known.name ? `${known.name} · ${known.person}` : known.person, known.person)));
  form.person.value = (examples[kindOf(channel)] ?? examples.http)();
  showNew();
}

function showNew() {
  for (const field of form.querySelectorAll('.new')) {
    field.hidden = form.known.value !== '';
  }
}

function add(channel, person, name) {
  const key = JSON.stringify([channel, person]);
  if (open.has(key)) {
    open.get(key).phone.focus();
    return;
  }
  const account = accounts.find((known) => known.channel === channel);
  const phone = new Phone(account, person, name, () => {
    open.delete(key);
    remember();
  });
  open.set(key, { phone, entry: [channel, person, name] });
  grid.append(phone.element);
  remember();
}

// The open phones stand in the address, so that a link or a reload brings them back.
function remember() {
  const address = [...open.values()].map(({ entry }) => entry.map(encodeURIComponent).join(',')).join(';');
  history.replaceState(null, '', address ? `#${address}` : location.pathname);
  document.getElementById('empty').hidden = open.size > 0;
}

function remembered() {
  return location.hash.slice(1).split(';').filter(Boolean)
    .map((entry) => entry.split(',').map(decodeURIComponent));
}

form.channel.addEventListener('change', listPeople);
form.known.addEventListener('change', showNew);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const known = form.known.selectedOptions[0];
  const person = form.known.value || form.person.value.trim();
  if (form.channel.value && person) {
    add(form.channel.value, person, form.known.value ? known.text.split(' · ')[0] : form.name.value.trim());
    form.person.value = (examples[kindOf(form.channel.value)] ?? examples.http)();
    form.name.value = '';
  }
});

start();
