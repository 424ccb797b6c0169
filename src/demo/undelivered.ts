import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Change, SimMessage } from '../simulators/index.js';

/** What the desk has not taken yet, where a kill does not reach it: a provider goes on telling it for days. */
export class Undelivered {
  private readonly path: string;
  private readonly waiting: Set<Change>;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'demo-undelivered.json');
    this.waiting = new Set(existsSync(this.path) ? (JSON.parse(readFileSync(this.path, 'utf8')) as Change[]) : []);
  }

  /** In the order it happened. */
  get all(): Change[] {
    return [...this.waiting];
  }

  /** Keeps it until the answer is called. */
  readonly keep = (change: Change): (() => void) => {
    this.waiting.add(change);
    this.write();
    return () => {
      this.waiting.delete(change);
      this.write();
    };
  };

  /** Written aside, then renamed: it is there whole or not at all. */
  private write(): void {
    const aside = `${this.path}.new`;
    writeFileSync(aside, JSON.stringify(this.all), { mode: 0o600 });
    renameSync(aside, this.path);
  }
}

interface Told {
  from_user_id: string;
  id: string;
  timestamp: string;
  type: string;
  context?: { id: string };
  [part: string]: unknown;
}

const WITH_BUBBLE = ['text', 'interactive', 'button', 'image'];

/** The guest's message that this news tells of, as their phone showed it; null: it tells of something else. */
export function messageIn({ value }: Change): { guestId: string; message: SimMessage } | null {
  const [told] = (value['messages'] ?? []) as Told[];
  if (!told || !WITH_BUBBLE.includes(told.type)) return null;
  const content = told[told.type] as Record<string, never>;
  const choice = content[String(content['type'])] as { title: string } | undefined;
  const message: SimMessage = {
    side: 'guest',
    id: told.id,
    at: new Date(Number(told.timestamp) * 1000),
    type: told.type,
    text: choice?.title ?? content['body'] ?? content['text'] ?? content['caption'] ?? '',
    content,
    buttons: [],
    listLabel: null,
    rows: [],
    replyTo: told.context?.id ?? null,
    ref: null,
    graphVersion: null,
    status: 'sent',
    reaction: null,
  };
  return { guestId: told.from_user_id, message };
}
