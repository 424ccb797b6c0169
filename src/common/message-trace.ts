import { Injectable, Logger } from '@nestjs/common';

import { Config } from '../config/config.js';

/** Where a message is on its way. */
type Step =
  | 'webhook received'
  | 'stored'
  | 'routed'
  | 'queued'
  | 'socket event'
  | 'send'
  | 'provider answered'
  | 'status told';

/**
 * The way of each message in the log, under one trace id from its webhook to the sockets and to what it caused to be sent: at
 * `debug` alone, because a line a message costs more than storing it. The id is made of what is there already and costs the way in
 * nothing: a guest's message goes by its own id, what answers it (`send_attempt.trace_id`) by the same, and what staff send
 * by their request's (X-Request-Id). docs/decisions/0010.
 */
@Injectable()
export class MessageTrace {
  /** whether anybody reads it; what costs a look-up is asked for only then */
  readonly on: boolean;
  private readonly logger = new Logger('Trace');

  constructor({ log }: Config) {
    this.on = log.level === 'debug' || log.level === 'trace';
  }

  /** `facts`: ids, words of closed lists and figures, never what was said. */
  tell(step: Step, traceId: string, facts: Record<string, unknown>): void {
    if (this.on) this.logger.debug({ msg: step, traceId, ...facts });
  }
}
