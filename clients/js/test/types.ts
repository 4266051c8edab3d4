// Not run: `npm run check` compiles it. What the package does is what index.d.ts says, and a page may use it like this.
import * as declared from "../index.js";
import * as written from "../src/index.js";

type Own<Client> = Omit<Client, keyof EventTarget>;

export const client: (options: declared.Options) => Own<declared.ParleyClient> = (options) => new written.ParleyClient(options);
export const others: Omit<typeof declared, "ParleyClient"> = written;

export function page(): declared.OwnMessage | undefined {
  const client = new declared.ParleyClient({ server: "https://chat.example", userId: "ana", token: async () => "jwt" });
  client.addEventListener("entry", ({ detail }) => console.log(detail.entry.content?.length, detail.isHistory));
  client.addEventListener("draft", ({ detail }) => console.log(detail.text.length));
  // @ts-expect-error an event that is none has no such detail
  client.addEventListener("entries", ({ detail }) => console.log(detail));
  client.start();
  return client.send("hello");
}
