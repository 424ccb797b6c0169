import { setTimeout } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';

const LOOK_MS = 20;

/**
 * Whether guests' messages wait too long for the store of this process. What can wait stands back then, for a while: files,
 * reactions, marks, badge figures. Routing and automatic answers stand back earlier, in any rush (`IngestionService.busy`).
 */
@Injectable()
export class Pressure {
  private look: () => boolean = () => false;

  /** The store tells how it does; it is asked each time. */
  tells(look: () => boolean): void {
    this.look = look;
  }

  get high(): boolean {
    return this.look();
  }

  /** Until it is over, or so many milliseconds: what waits for ever is lost as well. */
  async relief(mostMs: number): Promise<void> {
    for (const until = performance.now() + mostMs; this.high && performance.now() < until;) await setTimeout(LOOK_MS);
  }
}
