import type { Report } from './run.js';

/** A rule has its findings listed up to so many; the rest is counted. */
const LISTED = 10;

/** The run as it is printed: what went wrong, what came through, and what should not be. */
export function tableOf({
  troubles,
  written,
  acknowledged,
  answers,
  webhooks,
  requests,
  rested,
  verdict,
}: Report): string {
  const { findings, stored, outcomes } = verdict;
  const rules = new Set(findings.map(({ rule }) => rule));
  const lines = [
    'What went wrong',
    ...rows([...troubles].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    'What came through',
    ...rows([
      ['messages of guests: written', written],
      ['messages of guests: acknowledged', acknowledged],
      ['messages of guests: stored', stored.inbound],
      ['answers of staff: typed', answers.typed],
      ['answers of staff: acknowledged', answers.acknowledged],
      ['answers of staff: stored', stored.answers],
      ['messages of automation: stored', stored.automatic],
    ]),
    'Webhook POSTs',
    ...rows(Object.entries(webhooks)),
    'Requests of staff',
    ...rows([...requests]),
    'What became of the sends',
    ...rows([...outcomes]),
    'Findings',
    ...(rested ? [] : ['  the desk did not come to rest']),
    ...(rules.size === 0 ? ['  none'] : []),
    ...[...rules].flatMap((rule) => {
      const found = findings.filter((finding) => finding.rule === rule);
      return [`  ${rule}: ${found.length}`, ...found.slice(0, LISTED).map(({ detail }) => `    ${detail}`)];
    }),
  ];
  return lines.join('\n');
}

function rows(figures: [string, number][]): string[] {
  return figures.map(([name, count]) => `  ${name.padEnd(44)} ${String(count).padStart(7)}`);
}
