import type { BenchHotel } from './bench-hotels.js';
import type { DeskProcess } from './desk-process.js';
import { Times } from './figures.js';
import { Connections } from './open-loop.js';
import { StaffPage } from './staff-page.js';
import { messageOf, signedWebhook } from './webhook-load.js';

const SETTLED_MS = 30_000;
const CREATED = '["message.created"';
const PROVIDER_ID = /"providerMessageId":"([^"]+)"/;

/** On its way to the pages of its hotel. */
interface OnItsWay {
  at: number;
  pages: number;
}

/** Guests of several hotels write by turns, open pages listen, and each message is timed to its answer and to each page. */
export class LiveLoad {
  /** from the webhook to its 200 */
  acknowledged = new Times();
  /** from the webhook to a page: one for each page */
  heard = new Times();
  private readonly connections: Connections;
  private readonly onItsWay = new Map<string, OnItsWay>();
  private pages: { hotel: BenchHotel; page: StaffPage }[] = [];
  private turn = 0;

  constructor(
    private readonly desk: Pick<DeskProcess, 'host' | 'port'>,
    private readonly hotels: readonly BenchHotel[],
    private readonly guests: number,
  ) {
    this.connections = new Connections(desk);
  }

  /** So many pages in each of these hotels, each a person's own. */
  async listen(hotels: readonly BenchHotel[], pages: number): Promise<void> {
    for (const hotel of hotels) {
      const opened = hotel.tokens
        .slice(0, pages)
        .map((token) => StaffPage.open(this.desk, token, (event) => this.hears(event)));
      this.pages.push(...(await Promise.all(opened)).map((page) => ({ hotel, page })));
    }
  }

  /** The next guest's message, of the next of these hotels. Resolves when it was acknowledged. */
  async write(hotels: readonly BenchHotel[] = this.hotels): Promise<void> {
    const turn = this.turn++;
    const hotel = hotels[turn % hotels.length];
    if (!hotel) return;
    const message = messageOf(Math.floor(turn / hotels.length) % this.guests);
    const request = signedWebhook(hotel.target, [message]);
    const pages = this.pages.filter((listening) => listening.hotel === hotel).length;
    const at = performance.now();
    if (pages > 0) this.onItsWay.set(message.providerId, { at, pages });
    const status = await this.connections.send(request);
    if (status !== 200) throw new Error(`a webhook was answered ${status}`);
    this.acknowledged.add(performance.now() - at);
  }

  /** Every page has heard everything; throws where one did not: an event that is lost is no matter of speed. */
  async settled(): Promise<void> {
    for (const until = Date.now() + SETTLED_MS; this.onItsWay.size > 0;) {
      if (Date.now() > until) throw new Error(`${this.onItsWay.size} messages did not reach every page`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Times from here on. */
  begin(): void {
    this.acknowledged = new Times();
    this.heard = new Times();
  }

  close(): void {
    for (const { page } of this.pages) page.close();
    this.pages = [];
    this.connections.close();
  }

  private hears(event: string): void {
    if (!event.startsWith(CREATED)) return;
    const id = PROVIDER_ID.exec(event)?.[1];
    const message = id === undefined ? undefined : this.onItsWay.get(id);
    if (id === undefined || !message) return;
    this.heard.add(performance.now() - message.at);
    if (--message.pages === 0) this.onItsWay.delete(id);
  }
}
