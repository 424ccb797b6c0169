import { expect, it } from 'vitest';

import { runChaos } from '../../src/chaos/run.js';
import { tableOf } from '../../src/chaos/table.js';

const SECONDS = process.env['TEST_LONG'] ? 600 : 45;
/** Another one, or more time: `npm run chaos`. */
const SEED = 5;

it(
  `D7: ${SECONDS} seconds of kills, outages and disorder lose nothing, double nothing and leave every figure right (promises 1 to 8; B2, D1)`,
  async () => {
    const report = await runChaos({ seed: SEED, seconds: SECONDS, redis: true });
    const found = report.verdict.findings.map(({ rule, detail }) => `${rule}: ${detail}`);
    // First what is wrong: of a long message, a log keeps the first line.
    const table = [...found.slice(0, 5), tableOf(report)].join('; ');
    expect(found, table).toEqual([]);
    expect(report.rested, table).toBe(true);
    // It was a run worth its name.
    expect(report.troubles.size, table).toBeGreaterThan(8);
    expect(report.acknowledged, table).toBeGreaterThan(50);
    expect(report.answers.acknowledged, table).toBeGreaterThan(3);
  },
  SECONDS * 1_000 + 900_000,
);
