import { Injectable } from '@nestjs/common';

import { TooManyAttemptsError } from './errors.js';
import { normalEmail } from './logins.js';
import { Throttle } from './throttle.js';

const WINDOW_MS = 15 * 60_000;
const PER_ACCOUNT = 10;
/** A hotel's whole staff may sit behind one address. */
const PER_ADDRESS = 60;

/** Wrong passwords are limited per account and per address; right ones cost nothing. */
@Injectable()
export class Attempts {
  private readonly accounts = new Throttle(PER_ACCOUNT, WINDOW_MS);
  private readonly addresses = new Throttle(PER_ADDRESS, WINDOW_MS);

  /** Counts a try before it is judged; throws when there were too many. Unknown e-mails count alike. */
  begin(email: string, address: string): void {
    const wait = this.addresses.take(address) ?? this.accounts.take(normalEmail(email));
    if (wait !== null) throw new TooManyAttemptsError(wait);
  }

  succeeded(email: string, address: string): void {
    this.addresses.giveBack(address);
    this.accounts.forget(normalEmail(email));
  }
}
