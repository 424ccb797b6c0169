import { readFileSync } from 'node:fs';

/** A line of test/data/guest-messages.jsonl; test/data/README.md says what the labels mean. */
export interface LabelledMessage {
  id: string;
  lang: string;
  text: string;
  urgency: 'normal' | 'urgent';
}

export function labelledMessages(): LabelledMessage[] {
  return readFileSync('test/data/guest-messages.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelledMessage);
}
