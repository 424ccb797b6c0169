import { useRef, type SyntheticEvent } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { IconButton } from '../ui/button.js';
import { Paperclip } from '../ui/icons.js';

type Uploads = typeof import('../live/uploads.js');

/** Uploading is loaded when somebody attaches something. */
export function withUploads(act: (uploads: Uploads) => void): void {
  void import('../live/uploads.js').then(act);
}

/** The files that were pasted or dropped; the browser then does nothing else with them. */
export function filesOf(data: DataTransfer, event: SyntheticEvent): File[] {
  const files = [...data.files];
  if (files.length > 0) event.preventDefault();
  return files;
}

/** Picks files, or takes a photo where there is a camera. */
export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-attach
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = ''; // the same file may be chosen again
        }}
      />
      <IconButton label={t('composer.attach')} className="-ms-2" onClick={() => input.current?.click()}>
        <Paperclip className="size-5" strokeWidth={1.5} aria-hidden="true" />
      </IconButton>
    </>
  );
}
