/** An element with properties (`aria…`, `role` and `data…` as attributes, `on…` as listeners) and children. */
export function h(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) {
      node.addEventListener(key.slice(2), value);
    } else if (/^(aria-|data-|role$|for$)/.test(key)) {
      node.setAttribute(key, value);
    } else {
      node[key] = value;
    }
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

const PATHS = {
  chat: "M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 4.1a.8.8 0 0 1-1.4-.6V16A2.5 2.5 0 0 1 4 13.5z",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4.5 12h13M12 5.5l6.5 6.5-6.5 6.5",
  stop: "M7 7h10v10H7z",
  down: "M12 5v14M6 13l6 6 6-6",
  pending: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.5l3 1.8",
  accepted: "M5 12.5l4.5 4.5L19 7.5",
  delivered: "M2 12.5L6.500 17 16 7.500M11 16l1 1 9.500-9.500",
  refused: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v5M12 16v.2",
};

/** One of the drawn icons; with a label it is an image for screen readers, else decoration. */
export function icon(name, label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.append(document.createElementNS(svg.namespaceURI, "path"));
  setIcon(svg, name, label);
  return svg;
}

/** Changes a drawn icon in place, so that no screen reader takes it for news. */
export function setIcon(svg, name, label) {
  svg.setAttribute("class", `icon icon-${name}`);
  svg.firstChild.setAttribute("d", PATHS[name]);
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
}
