// A new element. Properties are set as they are; `class`, `data-…` and `aria-…` as attributes; children may be text.
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) {
      continue;
    }
    if (key.includes('-') || key === 'class' || key === 'role') {
      element.setAttribute(key, value);
    } else {
      element[key] = value;
    }
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

const allowed = new Set(
  'A B BLOCKQUOTE BR CODE DEL EM I INS LI OL P PRE S SPAN STRIKE STRONG U UL'.split(' '));

// The sandbox promises safe HTML; this page keeps only what it can show, all the same.
export function safe(html) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const fragment = document.createDocumentFragment();
  copy(parsed.body, fragment);
  return fragment;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      to.append(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const target = allowed.has(node.tagName) ? document.createElement(node.tagName) : to;
      if (node.tagName === 'A' && /^(https?|tg|tel|mailto):/.test(node.getAttribute('href') ?? '')) {
        Object.assign(target, { href: node.getAttribute('href'), target: '_blank', rel: 'noopener noreferrer' });
      }
      copy(node, target);
      if (target !== to) {
        to.append(target);
      }
    }
  }
}

const notice = document.getElementById('notice');
let clearing;

// Says something at the bottom of the page, for a while.
export function say(text) {
  notice.textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => { notice.textContent = ''; }, 6000);
}

// Runs a call of the API and says why it failed, if it did.
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    say(error.message);
    return undefined;
  }
}
