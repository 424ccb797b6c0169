/** What this page tells of its user: which conversation they have before them, and that they write. */

/** Told again while somebody is at the page; the server counts who does nothing for half an hour as away. */
const ACT_MS = 60_000;
/** The server believes eight seconds that somebody writes. */
const TYPING_MS = 4_000;

interface Line {
  connected: boolean;
  emit(name: string, ...body: object[]): unknown;
}

let line: Line | null = null;
let before: string | null = null;
let toldAt = 0;
let typing: { conversationId: string; at: number } | null = null;

/** A connection is there, and does not know yet what is on the screen. */
export function attendBy(socket: Line | null): void {
  line = socket;
  typing = null;
  if (before !== null) tell();
}

/** Null: none, or only walked past. */
export function lookAt(conversationId: string | null): void {
  if (before === conversationId) return;
  before = conversationId;
  typing = null;
  tell();
}

/** Somebody is at this page. */
export function acted(): void {
  if (Date.now() - toldAt > ACT_MS) tell();
}

export function writes(conversationId: string): void {
  if (typing?.conversationId === conversationId && Date.now() - typing.at < TYPING_MS) return;
  typing = { conversationId, at: Date.now() };
  say('typing.start', { conversationId });
}

export function writesNoMore(conversationId: string): void {
  if (typing?.conversationId !== conversationId) return;
  typing = null;
  say('typing.stop', { conversationId });
}

function tell(): void {
  toldAt = Date.now();
  if (before === null) say('conversation.leave');
  else say('conversation.view', { conversationId: before });
}

/** Only on an open line: what nobody hears now is not worth telling later. */
function say(name: string, body?: object): void {
  if (line?.connected) line.emit(name, ...(body ? [body] : []));
}
