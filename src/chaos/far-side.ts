import { MetaCloudSimulator, type About } from '../simulators/index.js';
import type { GuestWords, Phone } from './checker/index.js';
import { Guests } from './guests.js';
import { Random } from './random.js';
import type { ProviderTrouble, WebhookTrouble } from './troubles.js';

/** The next so many sends. */
const SEVERAL = 6;

/**
 * The world beyond the desk: a Cloud API that misbehaves, and guests with their phones. It runs in a process of its
 * own (far-side-process.ts), which nothing kills; what it saw is the evidence.
 */
export class FarSide {
  private cloud!: MetaCloudSimulator;
  private guests!: Guests;
  private random!: Random;
  private port = 0;
  /** what was held back and is being told now */
  private releasing: Promise<unknown> = Promise.resolve();

  /** Begins to listen; returns the Graph API's address and what connects a channel to it. */
  async open(seed: number): Promise<{ graphUrl: string; about: About }> {
    this.random = new Random(seed);
    // A provider comes back for days: here until the end of the run, and soon enough for it.
    this.cloud = new MetaCloudSimulator({
      retry: { attempts: Infinity, delayMs: 50, longestMs: 2_000 },
      webhookTimeoutMs: 3_500,
    });
    this.guests = new Guests(this.cloud, this.random.branch());
    const graphUrl = await this.cloud.listen();
    this.port = Number(new URL(graphUrl).port);
    return { graphUrl, about: this.cloud.about() };
  }

  pointTo(webhookUrl: string): void {
    this.cloud.webhooks.url = webhookUrl;
  }

  /** The same webhooks, through another door. */
  comeBy(origin: string): void {
    const { webhooks } = this.cloud;
    if (webhooks.url !== null) webhooks.url = origin + new URL(webhooks.url).pathname;
  }

  /** Guests who have never written; they write at once, and go on writing. */
  arrive(guests: number): void {
    for (let n = 0; n < guests; n++) this.guests.arrive();
  }

  /** Something goes wrong with sends, until `heal`. */
  async trouble(kind: ProviderTrouble): Promise<void> {
    const { faults } = this.cloud;
    if (kind === 'down') faults.down();
    else if (kind === 'garbage') faults.down(Infinity, 'garbage');
    else if (kind === 'refuses for now') faults.refuse(131000, SEVERAL);
    else if (kind === 'refuses') faults.refuse(131026, SEVERAL);
    else if (kind === 'fails later') faults.failLater(131026, SEVERAL);
    else if (kind === 'too fast') faults.rateLimited(SEVERAL, 1);
    else if (kind === 'slow') faults.slow(this.random.between(500, 2_000));
    else if (kind === 'cut') faults.cut(SEVERAL);
    else if (kind === 'accepted, then cut') faults.acceptThenCut(SEVERAL);
    else await this.cloud.hangUp();
  }

  async heal(): Promise<void> {
    this.cloud.faults.none();
    await this.cloud.listen(this.port).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    });
  }

  /** Calls that have no answer yet. */
  callsUnderWay(): number {
    return this.cloud.calls.filter(({ status }) => status === null).length;
  }

  /** Webhooks that have no answer yet. */
  webhooksUnderWay(): number {
    const { posts, acknowledged, refused, unanswered } = this.cloud.webhooks.counts;
    return posts - acknowledged - refused - unanswered;
  }

  /** Something happens to webhooks on their way, until `calm`. */
  unrest(kind: WebhookTrouble): void {
    const { webhooks } = this.cloud;
    if (kind === 'twice') webhooks.copies = 2;
    else if (kind === 'late') webhooks.delayMs = this.random.between(100, 1_500);
    else if (kind === 'in batches') webhooks.batch(this.random.between(2, 12));
    else if (kind === 'told again') void webhooks.tellAgain(this.random.between(5, 40), this.random.between(1, 1e6));
    else webhooks.hold();
  }

  calm(): void {
    const { webhooks } = this.cloud;
    webhooks.copies = 1;
    webhooks.delayMs = 0;
    webhooks.batch(1);
    // What was held back comes in another order, together or split up.
    const how = { together: this.random.chance(0.5), shuffle: this.random.between(1, 1e6) };
    this.releasing = Promise.all([this.releasing, webhooks.release(how)]);
  }

  /** Guests put their phones away. */
  async fallSilent(): Promise<void> {
    await this.guests.stop();
  }

  /** Whether every webhook was taken in time. */
  async settled(withinMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), withinMs);
    });
    const settled = await Promise.race([this.releasing.then(() => this.cloud.settled()).then(() => true), limit]);
    clearTimeout(timer);
    return settled;
  }

  evidence(): { written: GuestWords[]; phones: Phone[]; webhooks: Record<string, number> } {
    return { ...this.guests.evidence(), webhooks: { ...this.cloud.webhooks.counts } };
  }

  async close(): Promise<void> {
    await this.cloud.close();
  }
}
