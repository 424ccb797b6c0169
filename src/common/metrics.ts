import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** From a message that is stored at once to one that waited for a provider's outage to end. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600];

/**
 * The figures of this process (D4). A registry of its own: prom-client's global one would mix two desks in one test
 * run. Labels are words of closed lists, never ids: a hotel more must not be a series more.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly received = this.counter('bellhop_events_received_total', 'Events of providers taken in to be stored');
  readonly stored = this.counter('bellhop_messages_stored_total', 'Messages stored');
  readonly duplicates = this.counter('bellhop_messages_duplicate_total', 'Messages told again, which changed nothing');
  readonly failed = this.counter('bellhop_events_failed_total', 'Events that wait in review');
  readonly refused = this.counter('bellhop_webhooks_refused_total', 'Webhooks that were not answered with 200', [
    'code',
  ]);
  readonly sends = this.counter('bellhop_sends_total', 'Tries to send, by what became of them', ['outcome', 'code']);

  /** One look per transaction: what its longest-waiting request waited, so that the door costs nothing more. */
  readonly storeSeconds = this.histogram(
    'bellhop_store_seconds',
    'From a webhook to its commit, the longest of each transaction',
  );
  readonly routeSeconds = this.histogram('bellhop_route_seconds', 'From a stored message to its routing');
  readonly sendSeconds = this.histogram('bellhop_send_seconds', 'From a queued message to the provider’s answer');

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A figure that is looked up when somebody asks. */
  gauge<L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    look: (gauge: Gauge<L>) => void | Promise<void>,
  ): void {
    const gauge: Gauge<L> = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect: () => look(gauge),
    });
  }

  private counter<L extends string>(name: string, help: string, labelNames: L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram(name: string, help: string): Histogram {
    return new Histogram({ name, help, buckets: SECONDS, registers: [this.registry] });
  }
}
