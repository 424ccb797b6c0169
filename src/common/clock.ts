import { Injectable } from '@nestjs/common';

/**
 * Business time: expiry, windows, hours, waiting. Tests and the demo move it. Tokens, leases and rate
 * limits use real time instead.
 */
@Injectable()
export class Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Moves business time forward. */
  advance(ms: number): void {
    this.offsetMs += ms;
  }
}
