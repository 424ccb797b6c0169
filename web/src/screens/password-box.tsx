import { useId, useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { inputClass } from '../ui/field.js';

/** A password as it is typed: it can be shown, pasted and kept by a password manager; Caps Lock is told. */
export function PasswordBox(props: {
  /** where there are two of them */
  label?: string;
  value: string;
  onChange: (password: string) => void;
  autoComplete: 'current-password' | 'new-password';
  /** what is wrong with it */
  error?: string | null;
  hint?: ReactNode;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  return (
    <div className="mb-6">
      <label htmlFor={id} className="mb-1 block text-13 font-medium text-ink-2">
        {props.label ?? t('login.password')}
      </label>
      <div className="relative">
        <input
          id={id}
          ref={props.ref}
          className={`${inputClass} pe-24`}
          type={shown ? 'text' : 'password'}
          name="password"
          autoComplete={props.autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={props.autoFocus}
          dir="ltr"
          aria-invalid={props.error && props.autoComplete === 'new-password' ? true : undefined}
          aria-describedby={`${id}-hint ${id}-error`}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
        />
        <button
          type="button"
          className="absolute inset-y-1 end-1 rounded-[6px] px-3 text-13 font-medium text-accent hover:bg-accent-soft"
          aria-pressed={shown}
          aria-controls={id}
          onClick={() => setShown(!shown)}
        >
          {shown ? t('login.hide') : t('login.show')}
        </button>
      </div>
      {props.hint && (
        <p id={`${id}-hint`} className="mt-1 text-13 text-ink-3">
          {props.hint}
        </p>
      )}
      <p id={`${id}-error`} role="alert" className="mt-2 text-13 text-late empty:hidden">
        {props.error}
      </p>
      {caps && <p className="mt-2 text-13 text-warn">{t('login.capsLock')}</p>}
    </div>
  );
}
