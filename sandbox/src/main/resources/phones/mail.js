const mails = document.getElementById('mails');
const empty = document.getElementById('empty');
let shown = '';

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function card(mail) {
  const article = document.createElement('article');
  article.append(
    element('h2', mail.subject ?? ''),
    element('p', `${mail.at ?? ''} · from ${mail.from ?? ''} to ${mail.to ?? ''}`),
    element('pre', mail.text ?? ''));
  return article;
}

async function show() {
  try {
    const text = await (await fetch('sandbox/mails')).text();
    if (text !== shown) {
      shown = text;
      const all = JSON.parse(text);
      mails.replaceChildren(...all.map(card));
      empty.hidden = all.length > 0;
    }
  } catch {
    // The sandbox is away; the next look may find it.
  }
  setTimeout(show, 2000);
}

show();
