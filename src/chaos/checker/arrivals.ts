import type { Evidence } from './evidence.js';
import { repeated, type Finding } from './findings.js';
import type { Record } from './record.js';

/** Promises 1, 2 and 5: what was acknowledged is stored, each once, as it was said, with its guest, and was decided on. */
export function checkArrivals({ written }: Evidence, { inbound, chats }: Record): Finding[] {
  const findings: Finding[] = [];
  const stored = new Map(inbound.map((row) => [row.provider_id, row]));
  const said = new Map(written.map((words) => [words.id, words]));

  for (const [id, times] of repeated(inbound.map((row) => row.provider_id)))
    findings.push({ rule: 'stored more than once', detail: `message ${id} of a guest, ${times} times` });

  for (const words of written) {
    const row = stored.get(words.id);
    const told = `${words.id} of ${words.phone}: ${words.text ?? '(no text)'}`;
    if (!row) {
      if (words.acknowledged) findings.push({ rule: 'acknowledged, not stored', detail: told });
      continue;
    }
    const same = row.phone === words.phone && row.at === words.at && (words.text === null || words.text === row.text);
    if (!same)
      findings.push({
        rule: 'stored otherwise than said',
        detail: `${told} – ${row.phone}: ${row.text ?? '(no text)'}`,
      });
  }

  for (const row of inbound) {
    if (!said.has(row.provider_id)) findings.push({ rule: 'stored, never said', detail: `message ${row.provider_id}` });
    if (row.decisions !== 1 && !row.in_review)
      findings.push({ rule: 'not routed', detail: `message ${row.id} has ${row.decisions} decisions` });
  }

  for (const [phone, times] of repeated(chats.map((chat) => chat.phone)))
    findings.push({ rule: 'one guest, several times', detail: `${phone} has ${times} chats` });
  return findings;
}
