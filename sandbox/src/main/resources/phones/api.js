// The sandbox's control API, as docs/sandbox.md describes it.

const json = { 'Content-Type': 'application/json' };

async function call(path, options) {
  const answer = await fetch(path, options);
  const body = await answer.json().catch(() => null);
  if (!answer.ok) {
    throw new Error(body?.error ?? `The sandbox answered ${answer.status}.`);
  }
  return body;
}

const chat = (channel, person) =>
  `/sandbox/${encodeURIComponent(channel)}/people/${encodeURIComponent(person)}`;

export const accounts = () => call('/sandbox/accounts');

export const people = (channel) => call(`/sandbox/${encodeURIComponent(channel)}/people`);

export const screen = (channel, person) => call(`${chat(channel, person)}/messages?after=0`);

export const write = (channel, person, message) =>
  call(`${chat(channel, person)}/messages`, { method: 'POST', headers: json, body: JSON.stringify(message) });

export const change = (channel, person, state) =>
  call(`${chat(channel, person)}/state`, { method: 'PUT', headers: json, body: JSON.stringify(state) });

// Calls what belongs to each event; `opened` after every connection, so that what was missed can be read again.
export function follow(channel, person, { opened, message, typing, draft }) {
  const source = new EventSource(`${chat(channel, person)}/events`);
  source.addEventListener('open', opened);
  source.addEventListener('reload', opened);
  source.addEventListener('message', (event) => message(JSON.parse(event.data)));
  source.addEventListener('typing', (event) => typing(JSON.parse(event.data)));
  source.addEventListener('draft', (event) => draft(JSON.parse(event.data)));
  return source;
}
