import type { Evidence, PhoneMessage } from './evidence.js';
import { repeated, type Finding } from './findings.js';
import type { OutboundRow, Record } from './record.js';

// The ranks of message.status, as migrations/0001_desk.sql documents them.
const UNCONFIRMED = 20;
const SENT = 30;
const FAILED = 40;
const TOLD = { sent: 30, failed: 40, delivered: 50, read: 60, played: 70 };

interface OnPhone {
  phone: string;
  message: PhoneMessage;
  row: OutboundRow;
}

/** Promises 5, 7 and 8: every phone shows each message once and in order, and no send is lost or told otherwise than it went. */
export function checkPhones(evidence: Evidence, record: Record): Finding[] {
  const findings: Finding[] = [];
  const rows = new Map(record.outbound.map((row) => [row.id, row]));
  const shown: OnPhone[] = [];
  for (const { number: phone, shows } of evidence.phones) {
    for (const message of shows) {
      const row = rows.get(record.attempts.get(message.ref ?? '') ?? '');
      if (row) shown.push({ phone, message, row });
      else findings.push({ rule: 'on a phone, not in the record', detail: `${phone}: ${message.text}` });
    }
  }
  const once = shown.filter(({ row }) => !evidence.sentAgain.has(row.id));
  return [...findings, ...doubled(evidence, shown), ...disordered(once), ...outcomes(shown, record)];
}

/** By what it was sent as; and what staff typed also by its words, which are like no others. */
function doubled({ phones, answers }: Evidence, shown: OnPhone[]): Finding[] {
  const findings: Finding[] = [];
  for (const [row, times] of repeated(shown.map((one) => one.row)))
    findings.push({ rule: 'shown twice on a phone', detail: `message ${row.id}, ${times} times: ${row.text}` });
  const typed = new Set(answers.map((answer) => answer.text));
  const seen = phones.flatMap(({ shows }) => shows.map(({ text }) => text)).filter((text) => typed.has(text));
  for (const [text, times] of repeated(seen))
    findings.push({ rule: 'shown twice on a phone', detail: `${times} times: ${text}` });
  return findings;
}

function disordered(shown: OnPhone[]): Finding[] {
  const findings: Finding[] = [];
  const last = new Map<string, OnPhone>();
  for (const one of shown) {
    const before = last.get(one.phone);
    if (before && before.row.seq > one.row.seq)
      findings.push({
        rule: 'out of order on a phone',
        detail: `${one.phone}: ${before.row.text} (${before.row.seq}) before ${one.row.text} (${one.row.seq})`,
      });
    last.set(one.phone, one);
  }
  return findings;
}

function outcomes(shown: OnPhone[], { outbound }: Record): Finding[] {
  const findings: Finding[] = [];
  const onPhone = new Map(shown.map((one) => [one.row.id, one]));
  for (const row of outbound) {
    const there = onPhone.get(row.id);
    const what = `message ${row.id} has status ${row.status}: ${row.text}`;
    if (row.status < UNCONFIRMED) findings.push({ rule: 'a send still open', detail: what });
    else if (there && (row.status < SENT || row.status === FAILED))
      findings.push({ rule: 'on the phone, not known as sent', detail: what });
    else if (there && row.status < TOLD[there.message.told]) findings.push({ rule: 'ticks behind', detail: what });
    else if (!there && row.status >= SENT && row.status !== FAILED)
      findings.push({ rule: 'sent, not on the phone', detail: what });
    if (row.status === FAILED && !row.failure?.reason) findings.push({ rule: 'failed without a reason', detail: what });
  }
  return findings;
}
