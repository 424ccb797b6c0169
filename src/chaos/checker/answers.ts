import type { Evidence } from './evidence.js';
import { repeated, type Finding } from './findings.js';
import type { Record } from './record.js';

/** Promise 1 for staff: what was answered with 201 is in the record, once, as it was typed; what they had read stays read. */
export function checkAnswers({ answers, marks }: Evidence, { inbound, outbound, readUpTo }: Record): Finding[] {
  const findings: Finding[] = [];
  const byStaff = outbound.filter((row) => row.client_id !== null);
  const stored = new Map(byStaff.map((row) => [row.id, row]));
  const typed = new Set(answers.map((answer) => answer.clientId));

  for (const [clientId, times] of repeated(byStaff.map((row) => row.client_id)))
    findings.push({ rule: 'stored more than once', detail: `answer ${clientId} of staff, ${times} times` });
  for (const row of byStaff) {
    if (row.client_id === null || !typed.has(row.client_id))
      findings.push({ rule: 'stored, never said', detail: `answer ${row.client_id} of staff` });
  }
  for (const { messageId, clientId, text, userId } of answers) {
    if (messageId === null) continue;
    const row = stored.get(messageId);
    if (!row) findings.push({ rule: 'acknowledged, not stored', detail: `answer ${clientId} of staff: ${text}` });
    else if (row.client_id !== clientId || row.text !== text || row.author_id !== userId)
      findings.push({
        rule: 'stored otherwise than said',
        detail: `answer ${clientId} of staff: ${text} – ${row.text}`,
      });
  }

  const arrival = new Map(inbound.map((row) => [row.id, row]));
  for (const mark of marks) {
    const message = arrival.get(mark.messageId);
    // Its conversation may have joined another since; then the mark stayed behind.
    if (!message || message.conversation_id !== mark.conversationId) continue;
    const upTo = readUpTo.get(`${mark.userId} ${mark.conversationId}`) ?? 0;
    if (upTo < (message.inbound_seq ?? 0))
      findings.push({ rule: 'read mark lost', detail: `${mark.userId} in ${mark.conversationId}: ${upTo}` });
  }
  return findings;
}
