/**
 * Guests' words with WhatsApp's marks: *bold* _italic_ ~strike~ ```mono```, and links. One pass over the
 * marks, one to build, so that 64 KB of stars cost no more than 64 KB of letters. The result is data;
 * nothing of a message ever becomes HTML.
 */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mono'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; pieces: Piece[] };

type Mark = '*' | '_' | '~';
const STYLE: Record<Mark, 'bold' | 'italic' | 'strike'> = { '*': 'bold', _: 'italic', '~': 'strike' };
const FENCE = '```';

/** Letters and digits on the outer side keep a mark what it is: snake_case, 2*3*4. */
const WORD = /[\p{L}\p{N}]/u;
const LINK = /(?:https?:\/\/|mailto:|tel:|www\.)[^\s<>"'`]{1,2048}/giu;
/** Punctuation and marks that end the sentence, not the address. */
const AFTER_LINK = /[.,;:!?)\]}…*_~]+$/u;

export function formatText(source: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const open = source.indexOf(FENCE, from);
    const close = open < 0 ? -1 : source.indexOf(FENCE, open + FENCE.length);
    if (close < 0) break;
    pieces.push(...inline(source.slice(from, open)));
    const inside = source.slice(open + FENCE.length, close);
    pieces.push(
      inside.trim()
        ? { kind: 'mono', text: inside.replace(/^\n|\n$/gu, '') }
        : { kind: 'text', text: FENCE + inside + FENCE },
    );
    from = close + FENCE.length;
  }
  pieces.push(...inline(source.slice(from)));
  return pieces;
}

interface Link {
  start: number;
  end: number;
  href: string;
}

function findLinks(text: string): Link[] {
  const links: Link[] = [];
  for (const match of text.matchAll(LINK)) {
    // A word before it is a word with a dot in it, not an address.
    if (match.index > 0 && WORD.test(text[match.index - 1]!)) continue;
    const raw = match[0].replace(AFTER_LINK, '');
    const href = safeHref(/^www\./iu.test(raw) ? `https://${raw}` : raw);
    if (href) links.push({ start: match.index, end: match.index + raw.length, href });
  }
  return links;
}

/** Only these four may be pressed; everything else stays text. */
export function safeHref(raw: string): string | null {
  if (!URL.canParse(raw)) return null;
  const url = new URL(raw);
  return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null;
}

/** Pairs of marks, found in one pass; a pair does not cross a line, another pair or a link. */
function findPairs(text: string, links: Link[]): Map<number, number> {
  const pairs = new Map<number, number>();
  let open: { mark: Mark; at: number }[] = [];
  let link = 0;
  for (let at = 0; at < text.length; at++) {
    while (link < links.length && links[link]!.end <= at) link++;
    if (link < links.length && links[link]!.start <= at) {
      at = links[link]!.end - 1;
      continue;
    }
    const char = text[at]!;
    if (char === '\n') open = [];
    if (char !== '*' && char !== '_' && char !== '~') continue;
    const before = text[at - 1] ?? ' ';
    const after = text[at + 1] ?? ' ';
    const index = open.findLastIndex((one) => one.mark === char); // at most three are open
    if (index >= 0 && !/\s/u.test(before) && !WORD.test(after) && open[index]!.at < at - 1) {
      pairs.set(open[index]!.at, at);
      open.length = index;
    } else if (index < 0 && !/\s/u.test(after) && !WORD.test(before) && after !== char) {
      open.push({ mark: char, at });
    }
  }
  return pairs;
}

function inline(text: string): Piece[] {
  if (text === '') return [];
  const links = findLinks(text);
  const pairs = findPairs(text, links);
  const root: Piece[] = [];
  const stack: { pieces: Piece[]; until: number }[] = [{ pieces: root, until: text.length }];
  let from = 0;
  let link = 0;
  const flush = (to: number): void => {
    if (to > from) stack.at(-1)!.pieces.push({ kind: 'text', text: text.slice(from, to) });
    from = to;
  };
  for (let at = 0; at < text.length; at++) {
    const here = links[link];
    if (here && here.start === at) {
      flush(at);
      stack.at(-1)!.pieces.push({ kind: 'link', text: text.slice(here.start, here.end), href: here.href });
      from = here.end;
      at = here.end - 1;
      link++;
    } else if (stack.length > 1 && stack.at(-1)!.until === at) {
      flush(at);
      stack.pop();
      from = at + 1;
    } else if (pairs.has(at)) {
      flush(at);
      const styled: Piece = { kind: STYLE[text[at] as Mark], pieces: [] };
      stack.at(-1)!.pieces.push(styled);
      stack.push({ pieces: styled.pieces, until: pairs.get(at)! });
      from = at + 1;
    }
  }
  flush(text.length);
  return root;
}
