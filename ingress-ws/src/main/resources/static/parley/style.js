const DEFAULT_COLOR = "#3a4fc4";

/** The widget's style sheet with the tenant's accent colour; text upon it is black or white, whichever can be read better. */
export function sheetFor(color = DEFAULT_COLOR) {
  const accent = /^#[0-9a-f]{6}$/i.test(color) ? color : DEFAULT_COLOR;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host { --accent: ${accent}; --on-accent: ${luminance(accent) > 0.179 ? "#000" : "#fff"}; }\n${STYLE}`);
  return sheet;
}

function luminance(color) {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const DARK = `
  --surface: #16181d; --raised: #23262e; --text: #eceef2; --muted: #a9b0bd; --line: #3b404b; --field: #1b1e24;
  --edge: #7d8594; --bad: #ffb4ab; --bad-back: #3b1f1d; --warn: #f2cf87; --warn-back: #35290f; --good: #5fd08f; --code: #2d313b;`;

const STYLE = `
:host {
  --surface: #fff; --raised: #f0f2f6; --text: #1b1e25; --muted: #596273; --line: #dde1e8; --field: #fff;
  --edge: #7b8494; --bad: #9f1d1a; --bad-back: #fdeceb; --warn: #6b4a00; --warn-back: #fdf3dc; --good: #18794e; --code: #e4e7ee;
  all: initial; display: block; color-scheme: light; font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  color: var(--text);
}
:host([data-theme="dark"]) { ${DARK} color-scheme: dark; }
@media (prefers-color-scheme: dark) { :host([data-theme="auto"]) { ${DARK} color-scheme: dark; } }
:host([data-mode="inline"]) { block-size: 100%; min-block-size: 20rem; }

*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
p, h2, ul, ol, pre { margin: 0; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
button:disabled { cursor: default; }
:focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { inline-size: 1.4em; block-size: 1.4em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; flex: none; }
.icon-chat, .icon-stop { fill: currentColor; }

.panel { display: flex; flex-direction: column; block-size: 100%; background: var(--surface); border: 1px solid var(--line); border-radius: 16px; overflow: hidden; }
:host([data-mode="bubble"]) .panel {
  position: fixed; z-index: 2147483000; inset-block-end: 96px; inset-inline-end: 24px; inline-size: 384px; block-size: min(620px, calc(100dvh - 120px));
  box-shadow: 0 12px 40px rgb(0 0 0 / .24);
}
:host([data-mode="bubble"][data-side="left"]) .panel { inset-inline: 24px auto; }
.launcher {
  position: fixed; z-index: 2147483000; inset-block-end: 24px; inset-inline-end: 24px; inline-size: 60px; block-size: 60px; display: grid; place-items: center;
  border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); box-shadow: 0 6px 20px rgb(0 0 0 / .28); transition: transform .15s;
}
:host([data-side="left"]) .launcher { inset-inline: 24px auto; }
.launcher .icon { inline-size: 28px; block-size: 28px; }
.launcher:hover { transform: scale(1.05); }
.badge { position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-inline-size: 22px; padding: 0 6px; border-radius: 11px; background: #b3261e; color: #fff; font-size: 13px; line-height: 22px; font-weight: 600; text-align: center; }

.head { display: flex; align-items: center; gap: 12px; padding: 14px 16px; background: var(--accent); color: var(--on-accent); }
.heading { flex: 1; min-inline-size: 0; }
h2 { font-size: 16px; line-height: 1.3; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.line { display: flex; align-items: center; gap: 6px; min-block-size: 20px; font-size: 13px; }
.dot { inline-size: 9px; block-size: 9px; border-radius: 50%; background: transparent; border: 2px solid currentColor; flex: none; }
.dot[data-state="online"] { background: currentColor; }
.retry { border: 0; padding: 0 4px; background: none; color: inherit; text-decoration: underline; text-underline-offset: 2px; }
.close { display: grid; place-items: center; inline-size: 36px; block-size: 36px; padding: 0; border: 0; border-radius: 50%; background: none; color: inherit; }
.close:hover { background: rgb(127 127 127 / .3); }
.head :focus-visible, .launcher:focus-visible { outline-color: var(--on-accent); }
.launcher:focus-visible { outline-offset: -6px; box-shadow: 0 0 0 3px var(--text); }

.messages { position: relative; flex: 1; min-block-size: 0; display: flex; }
.scroller { flex: 1; min-inline-size: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px; scrollbar-width: thin; }
.scroller:focus-visible { outline-offset: -4px; }
.log, .streams { display: flex; flex-direction: column; gap: 4px; }
.streams:not(:empty) { margin-block-start: 4px; }
.empty { margin: 24px auto; padding: 0 12px; max-inline-size: 30ch; text-align: center; color: var(--muted); }
.day { margin: 12px auto 8px; font-size: 12.5px; color: var(--muted); }
.day:first-letter { text-transform: uppercase; }
.below { position: absolute; inset-block-end: 12px; inset-inline-start: 50%; translate: -50%; display: grid; place-items: center; inline-size: 38px; block-size: 38px; padding: 0; border: 1px solid var(--edge); border-radius: 50%; background: var(--surface); box-shadow: 0 2px 10px rgb(0 0 0 / .2); }

.message { max-inline-size: 86%; display: flex; flex-direction: column; align-items: flex-start; align-self: flex-start; margin-block-end: 6px; }
.message.user { align-self: flex-end; align-items: flex-end; }
.body { padding: 9px 13px; border-radius: 16px 16px 16px 5px; background: var(--raised); overflow-wrap: anywhere; max-inline-size: 100%; }
.body:empty { display: none; }
.user .body { border-radius: 16px 16px 5px 16px; background: var(--accent); color: var(--on-accent); }
.body > * + * { margin-block-start: .55em; }
.body ul, .body ol { padding-inline-start: 1.5em; }
.body a { color: inherit; text-underline-offset: 2px; }
.body code { padding: .1em .3em; border-radius: 4px; background: var(--code); color: var(--text); font: .92em ui-monospace, Menlo, Consolas, monospace; }
.body pre { padding: 8px 10px; border-radius: 8px; background: var(--code); color: var(--text); overflow-x: auto; }
.body pre code { padding: 0; background: none; }
.author { margin: 0 4px 2px; font-size: 12.5px; font-weight: 600; color: var(--muted); }
.meta { display: flex; align-items: center; gap: 4px; margin: 2px 4px 0; font-size: 12px; color: var(--muted); font-variant-numeric: tabular-nums; }
.meta .icon { inline-size: 15px; block-size: 15px; }
.meta .icon-delivered { color: var(--good); }
.meta .icon-refused { color: var(--bad); }
.system .body, .notice .body { background: var(--warn-back); color: var(--warn); }
.failure .body { background: var(--bad-back); color: var(--bad); }
.cancelled .body { background: none; border: 1px dashed var(--edge); color: var(--muted); }
.human .body { background: none; box-shadow: inset 0 0 0 2px var(--edge); }
.error { margin: 4px 4px 0; font-size: 13px; color: var(--bad); }
.extra { max-inline-size: 100%; }
.extra img { display: block; max-inline-size: 100%; max-block-size: 180px; margin-block-start: 4px; border-radius: 12px; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; margin-block: 8px 4px; }
.choice { padding: 7px 14px; border: 1px solid var(--edge); border-radius: 18px; background: var(--surface); }
.choice:hover { background: var(--raised); }

.dots { display: inline-flex; gap: 4px; margin-inline-end: 8px; }
.dots i { inline-size: 6px; block-size: 6px; border-radius: 50%; background: currentColor; animation: beat 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes beat { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; } }
.live .body { color: var(--muted); }
.live .body:has(p, ul, ol, pre) { color: var(--text); }

.problem { margin: 0 16px 8px; padding: 8px 12px; border-radius: 10px; background: var(--warn-back); color: var(--warn); font-size: 13.5px; }
.problem:empty { display: none; }
.composer { padding: 10px 12px 12px; border-block-start: 1px solid var(--line); }
.row { display: flex; align-items: flex-end; gap: 8px; }
textarea { flex: 1; min-inline-size: 0; min-block-size: 44px; max-block-size: 160px; padding: 10px 14px; border: 1px solid var(--edge); border-radius: 22px; background: var(--field); resize: none; line-height: 1.45; overflow-y: auto; scrollbar-width: thin; }
textarea:focus-visible { outline-offset: -1px; }
textarea::placeholder { color: var(--muted); opacity: 1; }
.send { display: grid; place-items: center; inline-size: 44px; block-size: 44px; padding: 0; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
.send:disabled { background: var(--raised); color: var(--muted); }
.stop { display: flex; align-items: center; gap: 6px; min-block-size: 44px; padding: 0 14px 0 10px; border: 1px solid var(--edge); border-radius: 22px; background: var(--surface); }
.stop .icon { inline-size: 1.1em; block-size: 1.1em; color: var(--bad); }
.counter { padding: 4px 8px 0; font-size: 13px; color: var(--muted); }
.counter:empty { display: none; }
.counter.over { color: var(--bad); font-weight: 600; }

@media (max-width: 480px) {
  :host([data-mode="bubble"]) .panel { inset: 0; inline-size: auto; block-size: auto; border: 0; border-radius: 0; }
  :host([data-mode="bubble"]) .panel:not([hidden]) ~ .launcher { display: none; }
  textarea { font-size: 16px; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } .dots i { opacity: .7; } }
@media (forced-colors: active) { .body, .send, .launcher { border: 1px solid; } .dot[data-state="online"] { background: CanvasText; } }
`;
