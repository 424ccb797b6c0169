import { Injectable } from '@nestjs/common';

import { TooManyAttemptsError } from './errors.js';
import { Logins, normalEmail } from './logins.js';
import { networkOf } from './network.js';
import { Throttle } from './throttle.js';

const WINDOW_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;
/** At one account from one address. */
const PER_PAIR = 10;
/** At one account from everywhere, but for addresses its person has signed in from. */
const PER_ACCOUNT = 50;
/** A hotel's whole staff may sit behind one address. */
const PER_ADDRESS = 60;
const MAILS_PER_ACCOUNT = 3;
const MAILS_PER_ADDRESS = 20;
const MOST_PROVEN = 10_000;

/** One try at an account, counted. */
export interface Attempt {
  /** The password was right: the try costs nothing. */
  succeeded(): void;
}

/**
 * Wrong passwords are limited (E16): at an account from one address, from an address whatever the account, and at an
 * account from everywhere. The last one alone could lock somebody out for as long as others guess; so it spares
 * addresses where that person signed in before. Unknown e-mails count alike, so that a limit tells nothing.
 */
@Injectable()
export class Attempts {
  private readonly pairs = new Throttle(PER_PAIR, WINDOW_MS);
  private readonly accounts = new Throttle(PER_ACCOUNT, WINDOW_MS);
  private readonly addresses = new Throttle(PER_ADDRESS, WINDOW_MS);
  private readonly mailsToAccount = new Throttle(MAILS_PER_ACCOUNT, HOUR_MS);
  private readonly mailsFromAddress = new Throttle(MAILS_PER_ADDRESS, HOUR_MS);
  /** account and address of those who proved themselves by a link in this process's life, oldest first */
  private readonly proven = new Set<string>();

  constructor(private readonly logins: Logins) {}

  /** Counts a try before it is judged; throws TooManyAttemptsError when there were too many. */
  async begin(email: string, address: string): Promise<Attempt> {
    const account = normalEmail(email);
    const network = networkOf(address);
    const pair = pairOf(account, network);
    const wait = this.pairs.take(pair) ?? this.addresses.take(network);
    if (wait !== null) throw new TooManyAttemptsError(wait);
    const crowd = this.accounts.take(account);
    if (crowd !== null && !(await this.knows(account, network))) throw new TooManyAttemptsError(crowd);
    return {
      succeeded: () => {
        this.pairs.forget(pair);
        this.addresses.giveBack(network);
        if (crowd === null) this.accounts.giveBack(account);
      },
    };
  }

  /** Counts a wish for an e-mail that lets somebody choose a password. */
  beginMail(email: string, address: string): void {
    const wait = this.mailsFromAddress.take(networkOf(address)) ?? this.mailsToAccount.take(normalEmail(email));
    if (wait !== null) throw new TooManyAttemptsError(wait);
  }

  /** Somebody at this address has proved by a link that the account is theirs: others' guesses lock them out no more. */
  prove(email: string, address: string): void {
    const pair = pairOf(normalEmail(email), networkOf(address));
    this.pairs.forget(pair);
    this.proven.add(pair);
    for (const oldest of this.proven) {
      if (this.proven.size <= MOST_PROVEN) break;
      this.proven.delete(oldest);
    }
  }

  private async knows(account: string, network: string): Promise<boolean> {
    if (this.proven.has(pairOf(account, network))) return true;
    return (await this.logins.addressesOf(account)).some((known) => networkOf(known) === network);
  }
}

function pairOf(account: string, network: string): string {
  return `${network} ${account}`;
}
