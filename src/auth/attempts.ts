import { Injectable } from '@nestjs/common';

import { assertNever } from '../common/assert-never.js';
import { Neighbours, type AttemptNews } from '../processes/index.js';
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
 * addresses where that person signed in before. Unknown e-mails count alike, so that a limit tells nothing. Each process
 * counts what all of them hear of: guesses through several doors are as many as through one.
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

  constructor(
    private readonly logins: Logins,
    private readonly neighbours: Neighbours,
  ) {
    neighbours.hear('attempt', (news) => this.follow(news));
  }

  /** Counts a try before it is judged; throws TooManyAttemptsError when there were too many. */
  async begin(email: string, address: string): Promise<Attempt> {
    const account = normalEmail(email);
    const network = networkOf(address);
    const { wait, crowd } = this.count(account, network);
    if (wait !== null) throw new TooManyAttemptsError(wait);
    this.neighbours.tell('attempt', { kind: 'tried', account, network });
    if (crowd !== null && !(await this.knows(account, network))) throw new TooManyAttemptsError(crowd);
    return {
      succeeded: () => {
        this.forgive(account, network, crowd === null);
        this.neighbours.tell('attempt', { kind: 'succeeded', account, network, counted: crowd === null });
      },
    };
  }

  /** Counts a wish for an e-mail that lets somebody choose a password. */
  beginMail(email: string, address: string): void {
    const [account, network] = [normalEmail(email), networkOf(address)];
    const wait = this.countMail(account, network);
    if (wait !== null) throw new TooManyAttemptsError(wait);
    this.neighbours.tell('attempt', { kind: 'mail', account, network });
  }

  /** Somebody at this address has proved by a link that the account is theirs: others' guesses lock them out no more. */
  prove(email: string, address: string): void {
    const [account, network] = [normalEmail(email), networkOf(address)];
    this.trust(account, network);
    this.neighbours.tell('attempt', { kind: 'proved', account, network });
  }

  /** What another process counted, or knows. */
  private follow(news: AttemptNews): void {
    const { account, network } = news;
    switch (news.kind) {
      case 'tried':
        return void this.count(account, network);
      case 'succeeded':
        return this.forgive(account, network, news.counted);
      case 'mail':
        return void this.countMail(account, network);
      case 'proved':
        return this.trust(account, network);
      default:
        return assertNever(news);
    }
  }

  private count(account: string, network: string): { wait: number | null; crowd: number | null } {
    const wait = this.pairs.take(pairOf(account, network)) ?? this.addresses.take(network);
    return { wait, crowd: wait === null ? this.accounts.take(account) : null };
  }

  private countMail(account: string, network: string): number | null {
    return this.mailsFromAddress.take(network) ?? this.mailsToAccount.take(account);
  }

  private forgive(account: string, network: string, counted: boolean): void {
    this.pairs.forget(pairOf(account, network));
    this.addresses.giveBack(network);
    if (counted) this.accounts.giveBack(account);
  }

  private trust(account: string, network: string): void {
    const pair = pairOf(account, network);
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
