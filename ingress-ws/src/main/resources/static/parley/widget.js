import { ParleyClient, browserStorage, claimsOf } from "./client/index.js";
import { guest, guestToken } from "./guest.js";
import { textsOf } from "./texts.js";
import { ChatView } from "./view.js";

const ofThisTab = browserStorage("sessionStorage");

/**
 * Puts a chat on the page; the options are those of the script tag (see parley-chat.js), and `tokenProvider` may be a function.
 * Returns { open(), close(), send(text), draft(text), destroy(), client, element }.
 */
export function mount(options) {
  const settings = settled(options);
  const client = clientOf(settings);
  const openKey = `parley:open:${settings.tenant ?? ""}`;
  const view = new ChatView(client, settings, (open) => {
    ofThisTab.setItem(openKey, open ? "yes" : "no");
    if (open) {
      client.start();
    }
  });
  place(view.element, settings);
  if (!settings.bubble) {
    client.start();
  } else if (ofThisTab.getItem(openKey) === "yes") {
    view.open();
  }
  return {
    client,
    element: view.element,
    open: () => view.open(),
    close: () => view.close(),
    send: (text) => client.send(text),
    draft: (text) => view.draft(text),
    destroy: () => {
      client.stop();
      view.element.remove();
    },
  };
}

function settled(options) {
  const language = options.language ?? (document.documentElement.lang || navigator.language);
  const texts = textsOf(language);
  const provider = options.tokenProvider;
  return {
    ...options,
    server: new URL(options.server ?? import.meta.url, location.href).href,
    userId: options.userId || undefined,
    guestTokens: options.guestTokens !== undefined && options.guestTokens !== false,
    tokenProvider: typeof provider === "string" ? () => globalThis[provider]() : provider,
    bubble: options.mode !== "inline",
    title: options.title ?? texts.title,
    language,
    texts,
  };
}

function clientOf({ server, tenant, userId, userName, token, tokenProvider, guestTokens }) {
  const become = (other) => {
    if (client.entries.length === 0 && client.unsettled.length === 0) {
      client.become(other);
    }
  };
  const client = new ParleyClient({
    server,
    tenant,
    userName,
    userId: userId ?? claimsOf(token).sub ?? guest(`${new URL(server).host}:${tenant ?? ""}`, become),
    token: tokenProvider ?? (guestTokens ? () => guestToken(server, tenant, client.userId) : token),
  });
  client.addEventListener("state", ({ detail: { reason } }) => {
    // A duplicated tab has taken the session id with it: let both live.
    if (reason === "taken-over") {
      client.newSession();
      client.start();
    }
  });
  return client;
}

function place(element, { bubble, target, script }) {
  const host = typeof target === "string" ? document.querySelector(target) : target;
  if (bubble || (!host && !script?.isConnected)) {
    whenBody(() => document.body.append(element));
  } else if (host) {
    host.append(element);
  } else {
    script.after(element);
  }
}

function whenBody(action) {
  if (document.body) {
    action();
  } else {
    document.addEventListener("DOMContentLoaded", action, { once: true });
  }
}

