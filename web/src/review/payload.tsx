import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';

/** Characters that are shown; all of it goes into the file. */
const SHOWN = 64 * 1024;

/** What came, or where it went wrong, folded away until somebody wants it. */
export function Payload({ title, text, file }: { title: string; text: string; file: string }) {
  const { t } = useTranslation();
  return (
    <details className="mb-2">
      <summary className="w-fit rounded-control py-1.5 text-13 font-medium text-ink-2">{title}</summary>
      <pre
        tabIndex={0}
        className="max-h-64 overflow-auto rounded-control border border-line bg-bg p-3 font-mono text-12 break-all whitespace-pre-wrap"
        dir="ltr"
      >
        {readable(text).slice(0, SHOWN)}
      </pre>
      <Button className="-ms-3" onClick={() => save(text, file)}>
        {t('review.save')}
      </Button>
    </details>
  );
}

/** JSON line by line; anything else as it came. */
function readable(text: string): string {
  if (text.length > SHOWN) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function save(text: string, file: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  Object.assign(document.createElement('a'), { href: url, download: file }).click();
  URL.revokeObjectURL(url);
}
