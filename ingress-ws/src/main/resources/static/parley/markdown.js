// A small, safe subset of Markdown as DOM nodes: **bold**, *italics*, `code`, fenced code, lists, [links](https://…), bare links.
// Everything is text until proven otherwise; no HTML is ever parsed.

const INLINE =
  /(`+)(?<code>[^`]+)\1|\*\*(?<bold>[^*\s](?:[^*]*[^*\s])?)\*\*|(?<![\w*])[*](?<star>[^*\s](?:[^*\n]*[^*\s])?)[*](?![\w*])|(?<![\w_])_(?<under>[^_\s](?:[^_\n]*[^_\s])?)_(?![\w_])|\[(?<label>[^\]\n]+)\]\((?<target>https?:\/\/[^\s)]+)\)|(?<url>https?:\/\/[^\s<>"']+)/g;
const LIST_LINE = /^\s*(?:[-*•]|(?<number>\d{1,3})[.)])\s+(?<item>.*)$/;
const FENCE = /^\s*```/;

/** `text` as a document fragment. */
export function rendered(text) {
  const fragment = document.createDocumentFragment();
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  let index = 0;
  while (index < lines.length) {
    const block = fencedBlock(lines, index) ?? listBlock(lines, index) ?? paragraph(lines, index);
    if (block.node) {
      fragment.append(block.node);
    }
    index = block.next;
  }
  return fragment;
}

function fencedBlock(lines, start) {
  if (!FENCE.test(lines[start])) {
    return undefined;
  }
  const end = lines.findIndex((line, index) => index > start && FENCE.test(line));
  const stop = end < 0 ? lines.length : end;
  const node = element("pre", [element("code", [lines.slice(start + 1, stop).join("\n")])]);
  node.tabIndex = 0;
  return { node, next: stop + 1 };
}

function listBlock(lines, start) {
  const first = LIST_LINE.exec(lines[start])?.groups;
  if (!first) {
    return undefined;
  }
  const node = element(first.number ? "ol" : "ul");
  if (first.number) {
    node.start = Number(first.number);
  }
  let next = start;
  for (let line; next < lines.length && (line = LIST_LINE.exec(lines[next])?.groups); next++) {
    if (Boolean(line.number) !== Boolean(first.number)) {
      break;
    }
    node.append(element("li", inline(line.item)));
  }
  return { node, next };
}

function paragraph(lines, start) {
  let next = start;
  while (next < lines.length && lines[next].trim() && !FENCE.test(lines[next]) && !LIST_LINE.test(lines[next])) {
    next++;
  }
  if (next === start) {
    return { next: start + 1 };
  }
  const parts = lines.slice(start, next).flatMap((line, index) => [...(index ? [element("br")] : []), ...inline(line)]);
  return { node: element("p", parts), next };
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [node, length] = inlineNode(match);
    nodes.push(text.slice(end, match.index), node);
    end = match.index + length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

function inlineNode(match) {
  const { code, bold, star, under, label, target, url } = match.groups;
  if (url) {
    const address = url.replace(/[.,;:!?)\]*]+$/, "");
    return [link(address, [address]), address.length];
  }
  if (target) {
    return [link(target, [label]), match[0].length];
  }
  if (code) {
    return [element("code", [code]), match[0].length];
  }
  return [bold ? element("strong", inline(bold)) : element("em", inline(star ?? under)), match[0].length];
}

function link(address, children) {
  const anchor = element("a", children);
  anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer nofollow";
  return anchor;
}

function element(name, children = []) {
  const node = document.createElement(name);
  node.append(...children);
  return node;
}
