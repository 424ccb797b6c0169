import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { Modal } from '../ui/modal.js';

const GROUPS = {
  list: [
    ['N', 'next'],
    ['J K  ↓ ↑', 'walk'],
    ['Enter', 'open'],
    ['1 – 5', 'views'],
    ['Home End', 'ends'],
    ['/  Ctrl K', 'search'],
  ],
  conversation: [
    ['R', 'answer'],
    ['I', 'note'],
    ['M', 'take'],
    ['T', 'handOver'],
    ['E', 'close'],
    ['O', 'reopen'],
    ['P', 'panel'],
    ['+', 'react'],
  ],
  writing: [
    ['Ctrl Enter', 'send'],
    ['Enter', 'newLine'],
    ['F2', 'switch'],
    ['↑', 'bubbles'],
    ['Esc', 'leave'],
  ],
} as const;

export function KeyList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal wide title={t('keys.title')} onClose={onClose}>
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-13 font-medium text-ink-3">{t(`keys.${group}`)}</h3>
            <dl>
              {GROUPS[group].map(([keys, act]) => (
                <div key={act} className="flex items-center justify-between gap-4 border-b border-line py-1.5">
                  <dt>{t(`keys.acts.${act}`)}</dt>
                  <dd className="flex gap-1">
                    {keys
                      .split(' ')
                      .filter(Boolean)
                      .map((key) => (
                        <kbd
                          key={key}
                          className="grid h-6 min-w-6 place-items-center rounded-tag border border-line-strong px-1.5 font-sans text-12 text-ink-2"
                        >
                          {key}
                        </kbd>
                      ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-6 flex justify-end">
        <Button kind="filled" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </Modal>
  );
}
