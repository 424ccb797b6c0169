import { useEffect, useState } from 'react';
import { ApiError } from '../api/problem.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { sizeInWords } from '../lib/size.js';
import { takeOff } from '../live/uploads.js';
import type { Attachment } from '../store/attachments.js';
import { IconButton } from '../ui/button.js';
import { FileText, X } from '../ui/icons.js';

/** The files that will go with the answer: how far each is, or why it cannot go. */
export function AttachmentTray({ conversationId, files }: { conversationId: string; files: readonly Attachment[] }) {
  const { t } = useTranslation();
  return (
    <ul aria-label={t('composer.attached')} className="flex flex-wrap gap-2 px-5 pt-2 pb-3">
      {files.map((one) => (
        <li
          key={one.key}
          className={`flex max-w-72 min-w-0 items-center gap-2 rounded-control border bg-bg ps-2 ${one.problem ? 'border-late' : 'border-line'}`}
        >
          <Picture file={one.file} />
          <span className="min-w-0 py-1.5 text-13">
            <bdi className="block truncate">{one.file.name}</bdi>
            <State one={one} />
          </span>
          <IconButton
            label={t('composer.takeOff', { name: one.file.name })}
            onClick={() => takeOff(conversationId, one.key)}
          >
            <X className="size-4" strokeWidth={1.5} aria-hidden="true" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

function State({ one }: { one: Attachment }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  if (one.problem) {
    const most = (one.problem as { maxBytes?: unknown }).maxBytes;
    return (
      <span role="alert" className="block text-12 text-late">
        {one.problem.code === 'media_too_large' && typeof most === 'number'
          ? t('composer.fileTooLarge', { max: sizeInWords(most) })
          : sentence(new ApiError(one.problem))}
      </span>
    );
  }
  if (one.media) return <span className="block text-12 text-ink-2">{sizeInWords(one.media.size)}</span>;
  return (
    <progress
      aria-label={t('composer.uploading', { name: one.file.name })}
      value={one.progress}
      className="mt-1 block h-1 w-32 overflow-hidden rounded-full accent-accent"
    />
  );
}

function Picture({ file }: { file: File }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!/^image\/(?:jpeg|png|webp|gif)$/u.test(file.type)) return;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address ? (
    <img src={address} alt="" className="size-10 shrink-0 rounded-[6px] object-cover" />
  ) : (
    <FileText className="size-5 shrink-0 text-ink-2" strokeWidth={1.5} aria-hidden="true" />
  );
}
