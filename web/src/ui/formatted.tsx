import { memo } from 'react';
import { formatText, type Piece } from '../lib/format-text.js';

/** A message's words: React text and a handful of marks, nothing else, whatever it contains. */
export const Formatted = memo(function Formatted({ text, lang }: { text: string; lang?: string | null }) {
  return (
    <div
      dir="auto"
      lang={lang ?? undefined}
      className="whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:plaintext]"
    >
      <Pieces pieces={formatText(text)} />
    </div>
  );
});

function Pieces({ pieces }: { pieces: Piece[] }) {
  return pieces.map((piece, index) => <One key={index} piece={piece} />);
}

function One({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'bold':
      return (
        <strong className="font-bold">
          <Pieces pieces={piece.pieces} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Pieces pieces={piece.pieces} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Pieces pieces={piece.pieces} />
        </s>
      );
    case 'mono':
      return <code className="rounded-tag bg-ink/6 px-1 font-mono text-[0.92em]">{piece.text}</code>;
    case 'link':
      return (
        <a
          href={piece.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          title={hostOf(piece.href)}
          className="text-accent underline decoration-1 underline-offset-2"
        >
          <bdi>{piece.text}</bdi>
        </a>
      );
  }
}

/** Where a press leads, whatever the words say. */
function hostOf(href: string): string {
  const url = new URL(href);
  return url.host || url.pathname;
}
