/** A JWT of the user, or who gives one: called before a connection and before the present one ends. Nothing: a guest. */
export type TokenSource = string | (() => string | undefined | Promise<string | undefined>);

/** What is used of a Web Storage. */
export interface Store {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Options {
  /** The server's address, http(s) or ws(s); only its origin counts. */
  server: string | URL;
  /** Who writes: a token's `sub`, or a guest's id. Whoever knows a guest's id reads the guest's conversation. */
  userId: string;
  /** Default: the server's first tenant. */
  tenant?: string | undefined;
  userName?: string | undefined;
  token?: TokenSource | undefined;
  /** How many of the last entries the first connection asks for, at most 100. Default: 50. */
  history?: number | undefined;
  /** How many messages may wait to be accepted. Default: 100. */
  queueLimit?: number | undefined;
  /** Where waiting messages survive a reload. Default: `localStorage`, or memory where there is none. */
  storage?: Store | undefined;
  /** Default: the global one. Node.js below 22 has none: pass that of the package `ws`. */
  WebSocket?: typeof WebSocket | undefined;
}

/** Why no further attempt is made: the same session id connected elsewhere, a token ended and there is no other, or 1008. */
export type StopReason = "taken-over" | "token-expired" | "refused";

export type ConnectionState =
  | { name: "connecting" }
  | { name: "online" }
  | { name: "waiting"; retryAt: number }
  | { name: "stopped"; reason?: StopReason };

/** `ready`: online, and nothing older is missing. */
export type State = ConnectionState & { ready: boolean };

/** What went wrong: the server's `error` frame, or QUEUE_FULL, CONNECT_FAILED, TOKEN_EXPIRED, REFUSED of the client's own. */
export interface Problem {
  code: string;
  message: string;
  id?: string;
  retry_after_ms?: number;
  cause?: unknown;
}

/** A message of the user's that has no place in the log yet. */
export interface OwnMessage {
  readonly id: string;
  text: string;
  userName?: string | undefined;
  writtenAt: number;
  /** Whether it has ever been handed to a socket. */
  sent: boolean;
  state: "pending" | "accepted" | "refused";
  messageId?: string;
  echo?: string | undefined;
  error?: Problem;
}

/** A running turn; `text` is what has been written so far, without holes. */
export interface Turn {
  turnId: string;
  attempt: number;
  phase: string;
  text: string;
  tool?: string;
  percent?: number;
  message?: string;
  /** It has ended, its entry is still to come. */
  done: boolean;
  seenAt: number;
}

export interface Entry {
  type: "message";
  timestamp: string;
  role: "user" | "agent";
  author: "user" | "agent" | "human" | "system";
  kind: "reply" | "failure" | "cancelled" | "notice";
  content?: string;
  position: string;
  previous?: string | null;
  message_id?: string;
  reply_id?: string;
  turn_id?: string;
  in_reply_to?: string[];
  part?: number;
  total?: number;
  image_url?: string;
  buttons?: { id: string; title: string }[];
  /** Of an own message: the id that `send` gave it. */
  key?: string;
}

export interface ConnectedFrame {
  type: "connected";
  user_id: string;
  client_id: string;
  session: string;
  node: string;
  heartbeat_seconds: number;
  reconnect_window_ms?: number;
}

export interface ResumedFrame {
  type: "resumed";
  position?: string | null;
  recovered: boolean;
}

export interface AcceptedFrame {
  type: "accepted";
  id: string;
  message_id: string;
}

export interface ProgressFrame {
  type: "progress";
  turn_id: string;
  attempt: number;
  phase: string;
  tool?: string;
  progress?: number;
  message?: string;
}

export interface DeltaFrame {
  type: "delta";
  turn_id: string;
  attempt: number;
  index: number;
  offset: number;
  text: string;
}

export interface CompletedFrame {
  type: "completed";
  turn_id: string;
  outcome: "answered" | "failed" | "cancelled" | "ignored";
  reason?: string;
  stats?: { duration_ms: number; input_tokens: number; output_tokens: number; tool_calls: number };
}

export interface StatusFrame {
  type: "status";
  connected_since: string;
  sockets: number;
  turn?: { turn_id: string; phase: string; since: string };
  waiting: number;
}

export interface SystemFrame {
  type: "system";
  event: string;
  message: string;
}

export type ErrorFrame = Problem & { type: "error" };

export type ServerFrame =
  | ConnectedFrame
  | ResumedFrame
  | AcceptedFrame
  | Entry
  | ProgressFrame
  | DeltaFrame
  | CompletedFrame
  | StatusFrame
  | SystemFrame
  | ErrorFrame
  | { type: "draining"; reconnect_after_ms?: number }
  | { type: "pong"; reconnect_window_ms?: number };

/** Each event is a CustomEvent with this `detail`. */
export interface Events {
  state: State;
  /** A new entry, in its place; `isHistory`: it was said before this client was there. */
  entry: { entry: Entry; isHistory: boolean };
  /** What was shown is void: the entries that follow replace it. */
  reset: undefined;
  /** The text of a running answer has grown. */
  draft: Turn;
  progress: ProgressFrame;
  completed: CompletedFrame;
  accepted: OwnMessage;
  error: Problem;
  system: SystemFrame;
  /** What travels over the socket. */
  frame: { direction: "in" | "out"; frame: object };
  /** Something of all this has changed: for pages that draw the whole from `entries`, `unsettled`, `turns` and `state`. */
  change: undefined;
}

/** One conversation over Parley's WebSocket, which comes back by itself. */
export class ParleyClient extends EventTarget {
  constructor(options: Options);

  readonly userId: string;
  /** What the user should know of just now, until it has passed. */
  readonly problem: Problem | undefined;
  readonly state: State;
  /** The last 1,000 at most, oldest first. */
  readonly entries: readonly Entry[];
  /** Whether older entries are still to come. */
  readonly catchingUp: boolean;
  /** Own messages that do not stand in `entries` yet, oldest first. */
  readonly unsettled: readonly OwnMessage[];
  readonly turns: readonly Turn[];

  start(): void;
  stop(): void;
  /** At once, and also after it has stopped. */
  reconnect(): void;
  /** A session id for the next connection that no other tab has; after "taken-over", where both tabs shall live on. */
  newSession(): void;
  /** Goes on as another user, with nothing of the former's. */
  become(userId: string): void;

  /** Keeps the message, and sends it as soon and as often as is needed. Nothing: the text is empty or too long, or too many wait. */
  send(text: string): OwnMessage | undefined;
  /** Forgets an own message that was refused. */
  discard(id: string): void;
  /** Ends all unfinished messages and the running turn. */
  cancel(): void;
  /** To be called at each keystroke: the agent waits a little longer. */
  typing(): void;

  addEventListener<K extends keyof Events>(type: K, listener: (event: CustomEvent<Events[K]>) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}

/** Characters (UTF-16 code units) of a message at most. */
export const MAX_TEXT: number;

/** The browser's storage of that name, or memory where it is blocked. */
export function browserStorage(name: "localStorage" | "sessionStorage"): Store;

/** 144 random bits, in letters that may stand in a URL. */
export function randomId(): string;

/** The claims of a JWT, unverified, or an empty object. */
export function claimsOf(token: string | undefined): { sub?: string; exp?: number };
