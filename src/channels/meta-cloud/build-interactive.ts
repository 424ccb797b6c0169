import type { ButtonsContent, ListContent } from '../content.js';
import { each, fit, fitId, fitOptional, MessageInvalid, repeated, type Fit } from './checked.js';
import { LIMITS } from './limits.js';

interface ReplyButton {
  type: 'reply';
  reply: { id: Fit<'buttonId'>; title: Fit<'buttonTitle'> };
}
interface Row {
  id: Fit<'rowId'>;
  title: Fit<'rowTitle'>;
  description?: Fit<'rowDescription'>;
}
interface Section<Title> {
  title: Title;
  rows: [Row, ...Row[]];
}

/** A single section may do without a title; where there are more, each has one. */
type Sections = [{ title?: Fit<'sectionTitle'>; rows: [Row, ...Row[]] }] | Section<Fit<'sectionTitle'>>[];

export type InteractivePayload =
  | {
      type: 'interactive';
      interactive: {
        type: 'button';
        body: { text: Fit<'buttonsBody'> };
        action: { buttons: [ReplyButton] | [ReplyButton, ReplyButton] | [ReplyButton, ReplyButton, ReplyButton] };
      };
    }
  | {
      type: 'interactive';
      interactive: {
        type: 'list';
        body: { text: Fit<'listBody'> };
        action: { button: Fit<'listButton'>; sections: Sections };
      };
    };

export function buttonsPayload(content: ButtonsContent): InteractivePayload | MessageInvalid {
  const text = fit('buttonsBody', 'body', content.body);
  if (text instanceof MessageInvalid) return text;
  const made = each(content.buttons, replyButton);
  if (made instanceof MessageInvalid) return made;
  const [first, second, third, ...more] = made;
  if (!first || more.length > 0) return new MessageInvalid('buttons', `must be 1 to ${LIMITS.buttons}`);
  const twice = repeated(content.buttons.map(({ title }) => title)) ?? repeated(content.buttons.map(({ id }) => id));
  if (twice !== null) return new MessageInvalid('buttons', `has "${twice}" twice`);
  const rest: [] | [ReplyButton] | [ReplyButton, ReplyButton] =
    third && second ? [second, third] : second ? [second] : [];
  return {
    type: 'interactive',
    interactive: { type: 'button', body: { text }, action: { buttons: [first, ...rest] } },
  };
}

function replyButton(button: ButtonsContent['buttons'][number], index: number): ReplyButton | MessageInvalid {
  const id = fitId('buttonId', `buttons[${index}].id`, button.id);
  const title = fit('buttonTitle', `buttons[${index}].title`, button.title);
  if (id instanceof MessageInvalid) return id;
  if (title instanceof MessageInvalid) return title;
  return { type: 'reply', reply: { id, title } };
}

export function listPayload(content: ListContent): InteractivePayload | MessageInvalid {
  const text = fit('listBody', 'body', content.body);
  const button = fit('listButton', 'button', content.button);
  if (text instanceof MessageInvalid) return text;
  if (button instanceof MessageInvalid) return button;

  const rows = content.sections.flatMap((section) => section.rows);
  if (rows.length < 1 || rows.length > LIMITS.rows) {
    return new MessageInvalid('sections', `must hold 1 to ${LIMITS.rows} rows together`);
  }
  const twice = repeated(rows.map(({ id }) => id));
  if (twice !== null) return new MessageInvalid('sections', `has the row "${twice}" twice`);

  const sections = sectionsOf(content.sections);
  if (sections instanceof MessageInvalid) return sections;
  return { type: 'interactive', interactive: { type: 'list', body: { text }, action: { button, sections } } };
}

// At most ten sections follows from at most ten rows, because none may be empty.
function sectionsOf(given: ListContent['sections']): Sections | MessageInvalid {
  const made = each(given, (section, at) => {
    const title = fitOptional('sectionTitle', `sections[${at}].title`, section.title);
    if (title instanceof MessageInvalid) return title;
    const rows = each(section.rows, (row, index) => listRow(row, `sections[${at}].rows[${index}]`));
    if (rows instanceof MessageInvalid) return rows;
    const [first, ...others] = rows;
    return first
      ? { title, rows: [first, ...others] as [Row, ...Row[]] }
      : new MessageInvalid(`sections[${at}]`, 'has no rows');
  });
  if (made instanceof MessageInvalid) return made;
  const [only, second] = made;
  if (only && !second) return [only.title === null ? { rows: only.rows } : { title: only.title, rows: only.rows }];
  return each(made, ({ title, rows }, at): Section<Fit<'sectionTitle'>> | MessageInvalid =>
    title === null ? new MessageInvalid(`sections[${at}].title`, 'is empty') : { title, rows },
  );
}

function listRow(row: ListContent['sections'][number]['rows'][number], field: string): Row | MessageInvalid {
  const id = fitId('rowId', `${field}.id`, row.id);
  const title = fit('rowTitle', `${field}.title`, row.title);
  const description = fitOptional('rowDescription', `${field}.description`, row.description);
  if (id instanceof MessageInvalid) return id;
  if (title instanceof MessageInvalid) return title;
  if (description instanceof MessageInvalid) return description;
  return { id, title, ...(description === null ? {} : { description }) };
}
