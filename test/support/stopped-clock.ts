import { Clock } from '../../src/common/clock.js';

/** A clock that stands where it is put. */
export class StoppedClock extends Clock {
  constructor(public at: Date) {
    super();
  }

  override now(): Date {
    return this.at;
  }

  override advance(ms: number): void {
    this.at = new Date(this.at.getTime() + ms);
  }
}
