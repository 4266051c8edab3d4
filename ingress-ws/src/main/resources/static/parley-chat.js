// The Parley chat widget: one script tag puts it on any page.
//
//   <script src="https://chat.example/parley-chat.js" data-tenant="shoes"></script>
//
// data-tenant        whose chat it is (default: the server's first tenant)
// data-mode          bubble (default: a button in the corner) or inline
// data-target        inline: CSS selector of the element that the chat fills (default: where the script stands)
// data-title         heading;  data-greeting: a first line shown while the conversation is empty
// data-language      en or es (default: the page's language)
// data-color         accent colour, #rrggbb;  data-theme: auto, light or dark;  data-side: right or left
// data-user-id, data-user-name      who writes (default: a guest with a random id, kept in this browser)
// data-token         a JWT of a signed-in visitor
// data-token-provider               name of a global function that returns a JWT or a promise of one, called again before it ends
// data-guest-tokens  present: fetch guest tokens from the server (for tenants with `guests: token`)
// data-server        the server's address, if it is not where this script comes from
// data-manual        present: mount nothing; call Parley.mount(options) yourself, with the same names in camelCase
//
// `window.Parley` is { ready, mount(options) }; `ready` is a promise of the module, `mount` a promise of the mounted chat
// { open(), close(), send(text), draft(text), destroy(), client, element }.
(() => {
  const script = document.currentScript ?? document.querySelector('script[src*="parley-chat.js"]');
  const module = import(new URL("parley/widget.js", script.src).href);
  const mount = (options = {}) => module.then((widget) => widget.mount({ server: script.src, script, ...options }));
  window.Parley ??= { ready: module, mount };
  if (!("manual" in script.dataset)) {
    mount({ ...script.dataset });
  }
})();
