const FALLBACK = [
  { id: "shoes", name: "Zapatos del Sur", language: "es" },
  { id: "lab", name: "Metrion Calibration Laboratory", language: "en" },
];
const ABOUT = { shoes: "A shoe shop in Buenos Aires", lab: "Calibrates what measures" };
const QUESTIONS = {
  shoes: [
    "¿Qué zapatillas tienen para correr?",
    "¿Cuánto cuesta el envío?",
    "¿Dónde está mi pedido 1001? Soy ana@example.com",
    "Quiero un turno mañana a las 11",
    "Quiero hablar con una persona",
  ],
  lab: [
    "What does the calibration of a pressure gauge cost?",
    "Are your certificates traceable?",
    "What is the state of order L-2002? I am bob@example.com",
    "Book me an appointment on Monday at 10:00",
    "I would like to talk to a person",
  ],
  en: ["What do you offer?", "What does it cost?", "When are you open?"],
  es: ["¿Qué ofrecen?", "¿Cuánto cuesta?", "¿En qué horario atienden?"],
};
const FRAMES_SHOWN = 200;

const byId = (id) => document.getElementById(id);

function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

async function tenants() {
  try {
    const response = await fetch("v1/tenants");
    const listed = response.ok ? await response.json() : [];
    return listed.length > 0 ? listed : FALLBACK;
  } catch {
    return FALLBACK;
  }
}

function showTenants(all, chosen) {
  const cards = all.map((tenant) => {
    const link = element("a", { href: `?tenant=${encodeURIComponent(tenant.id)}` }, element("strong", {}, tenant.name), element("span", {}, ABOUT[tenant.id] ?? tenant.id));
    if (tenant === chosen) {
      link.setAttribute("aria-current", "page");
    }
    return element("li", {}, link);
  });
  byId("tenants").replaceChildren(...cards);
}

function showSuggestions(tenant, chat) {
  const language = tenant.language ?? "en";
  const questions = QUESTIONS[tenant.id] ?? QUESTIONS[language.slice(0, 2)] ?? QUESTIONS.en;
  const items = questions.map((question) => element("li", {}, element("button", { type: "button", lang: language, onclick: () => chat.draft(question) }, question)));
  byId("suggestions").replaceChildren(...items);
}

function showEmbedding(tenant) {
  const snippet = `<script src="${new URL("parley-chat.js", location.href).href.split("?")[0]}"\n        data-tenant="${tenant.id}" data-language="${tenant.language}"></script>`;
  byId("snippet").textContent = snippet;
  byId("bubble").search = new URLSearchParams({ tenant: tenant.id, language: tenant.language });
  byId("copy").onclick = async (event) => {
    await navigator.clipboard.writeText(snippet);
    event.target.textContent = "Copied";
  };
}

function showFrames(client) {
  const list = byId("wirelog");
  client.addEventListener("frame", ({ detail: { direction, frame } }) => {
    const arrow = direction === "in" ? "←" : "→";
    const text = JSON.stringify(frame, (key, value) => (key === "token" ? "…" : value));
    list.prepend(element("li", { className: direction }, element("b", {}, `${arrow} ${frame.type ?? "?"}`), ` ${text}`));
    while (list.children.length > FRAMES_SHOWN) {
      list.lastChild.remove();
    }
  });
}

const all = await tenants();
const wanted = new URLSearchParams(location.search).get("tenant");
const tenant = all.find(({ id }) => id === wanted) ?? all[0];
showTenants(all, tenant);
showEmbedding(tenant);
byId("second").href = `?tenant=${encodeURIComponent(tenant.id)}`;
const chat = await window.Parley.mount({ mode: "inline", target: "#chat", tenant: tenant.id, title: tenant.name, language: tenant.language });
showSuggestions(tenant, chat);
showFrames(chat.client);
