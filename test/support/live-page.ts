import { io, type Socket } from 'socket.io-client';

import { applyEvent, isApplied, type LiveEvent } from '../../web/src/live/apply.js';
import { Bookmark } from '../../web/src/live/bookmark.js';
import { deskState, withPage, withReading, withView, type DeskState } from '../../web/src/store/desk.js';
import type { StaffMember } from './hotel.js';
import type { LiveDesk } from './live-desk.js';

const RESUME_TIMEOUT_MS = 30_000;
const TRY_AGAIN_MS = 50;

type Told = LiveEvent & { position: string | null };
type Resumed =
  | { ok: true; reset: false; events: Told[]; position: string }
  | { ok: true; reset: true; position: string }
  | { ok: false };

/**
 * A page of the dashboard without its screen: its store, its bookmark and a connection that tests may cut. It acts as
 * web/src/live/socket.ts does, with all conversations listed and the threads of `open` on the screen.
 */
export class LivePage {
  state: DeskState = deskState();
  /** how often it had to read everything; the first time belongs to every page */
  readings = 0;
  private bookmark = new Bookmark();
  private socket: Socket | null = null;
  private filled = false;
  private turns = 0;
  private cutOff: () => void = () => undefined;

  /** `open`: conversations by their chats. `dawdle`: waits before the question of what was missed goes out, as on a slow line. */
  constructor(
    private readonly desk: LiveDesk,
    private readonly person: StaffMember,
    private readonly open: ReadonlyMap<string, string>,
    private readonly dawdle: () => Promise<void>,
  ) {}

  /** The page is loaded: how far everything is known, the lists, the line. */
  async load(): Promise<void> {
    this.bookmark = new Bookmark((await this.read('/conversations/changes')).position);
    await this.readAll();
    await this.comeBack();
  }

  /** Nothing is missing, and what comes is heard. */
  get whole(): boolean {
    return this.filled && this.socket?.connected === true;
  }

  /** One try: until the gap is filled, or this connection is cut or refused. Throws where reading is refused. */
  async connect(): Promise<void> {
    const turn = ++this.turns;
    const token = await this.desk.tokenOf(this.person);
    if (turn !== this.turns) return; // cut before it began
    const socket = io(`${this.desk.address}/staff`, {
      auth: { token },
      reconnection: false,
      forceNew: true,
      transports: ['websocket'],
    });
    this.socket = socket;
    this.filled = false;
    socket.onAny((name: LiveEvent['name'], event: Omit<Told, 'name'>) => {
      if (this.socket !== socket) return; // a page that was cut hears no more
      this.take({ ...event, name } as Told);
    });
    await new Promise<void>((settle, fail) => {
      this.cutOff = settle;
      socket.once('connect_error', () => settle());
      socket.once('connect', () => {
        this.bookmark.opened();
        void this.fill(socket).then(settle, fail);
      });
    });
  }

  /** As Socket.IO's own reconnection: again and again until it is whole. */
  async comeBack(): Promise<void> {
    await this.connect();
    while (!this.whole) {
      this.socket?.disconnect();
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      await this.connect();
    }
  }

  /** `politely`: with a goodbye, as a page that is closed; else as in a lift, or when a tablet falls asleep. */
  cut(politely: boolean): void {
    const { socket } = this;
    this.turns++;
    this.socket = null;
    this.filled = false;
    if (politely || !socket?.io.engine) socket?.disconnect();
    else socket.io.engine.close();
    this.cutOff();
  }

  private take(event: Told): void {
    this.bookmark.heard(event.position);
    if (isApplied(event.name)) this.state = applyEvent(this.state, event);
  }

  private async fill(socket: Socket): Promise<void> {
    await this.dawdle();
    const told = await resumed(socket, this.bookmark.since);
    if (this.socket !== socket) return;
    if (told?.ok && !told.reset) {
      for (const event of told.events) this.take(event);
      this.bookmark.caughtUp(told.position);
    } else {
      await this.readAll();
      if (this.socket !== socket) return;
      this.bookmark.caughtUp(told?.ok ? told.position : undefined);
    }
    this.filled = true;
  }

  private async readAll(): Promise<void> {
    this.readings++;
    const asked = this.state;
    const { items } = await this.read('/conversations?status=active&limit=100');
    this.state = withView(this.state, 'all', this.person.userId, items, null, null, asked);
    for (const [chatId, conversationId] of this.open) {
      this.state = withReading(this.state, chatId, null);
      for (let before: string | null = ''; before !== null;) {
        const page = await this.read(`/conversations/${conversationId}/messages?limit=100${before}`);
        this.state = withPage(this.state, chatId, page.items, null, before === '' ? false : undefined);
        before = page.olderCursor === null ? null : `&before=${page.olderCursor}`;
      }
    }
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the route answers
  private async read(path: string): Promise<any> {
    const { status, body } = await this.desk.asks(this.person, 'GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
    return body;
  }
}

/** Null: no answer in time. */
const resumed = (socket: Socket, since: string | null): Promise<Resumed | null> =>
  socket
    .timeout(RESUME_TIMEOUT_MS)
    .emitWithAck('resume', { since })
    .catch(() => null);
