import { checkAnswers } from './answers.js';
import { checkArrivals } from './arrivals.js';
import { checkCounters } from './counters.js';
import type { Evidence } from './evidence.js';
import type { Finding } from './findings.js';
import { checkPhones } from './phones.js';
import { readRecord, type Record } from './record.js';

export type { Evidence, GuestWords, Phone, ReadMark, ShownFigures, StaffAnswer } from './evidence.js';
export type { Finding, Rule } from './findings.js';

export interface Verdict {
  findings: Finding[];
  /** how many messages of guests and of staff the record holds */
  stored: { inbound: number; answers: number; automatic: number };
  /** sends by what became of them */
  outcomes: Map<string, number>;
}

const OUTCOMES = new Map([
  [0, 'queued'],
  [10, 'sending'],
  [20, 'unconfirmed'],
  [30, 'sent'],
  [40, 'failed'],
  [50, 'delivered'],
  [60, 'read'],
  [70, 'played'],
]);

/**
 * Holds the desk's record against what was acknowledged and what the phones show. It reads the database with SQL of
 * its own and shares no code with the desk (an import rule sees to it): a mistake of the desk is not its own too.
 */
export async function check(databaseUrl: string, evidence: Evidence): Promise<Verdict> {
  const record = await readRecord(databaseUrl);
  return {
    findings: [
      ...checkArrivals(evidence, record),
      ...checkAnswers(evidence, record),
      ...checkPhones(evidence, record),
      ...checkCounters(evidence, record),
    ],
    stored: {
      inbound: record.inbound.length,
      answers: record.outbound.filter((row) => row.client_id !== null).length,
      automatic: record.outbound.filter((row) => row.client_id === null).length,
    },
    outcomes: counted(record),
  };
}

function counted({ outbound }: Record): Map<string, number> {
  const outcomes = new Map<string, number>();
  for (const { status, failure } of outbound) {
    const name = OUTCOMES.get(status) ?? String(status);
    const outcome = failure?.code === undefined || name !== 'failed' ? name : `${name}, ${failure.code}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}
