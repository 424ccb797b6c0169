import { useId, type ComponentProps, type ReactNode } from 'react';

export const inputClass =
  'block w-full rounded-control border border-line-strong bg-raised px-3 py-2 text-14 text-ink touch:text-[1rem] touch:py-2.5 aria-invalid:border-late';

/** A label, its input, and the sentence that says what is wrong with it. */
export function Field({
  label,
  error,
  hint,
  ...rest
}: ComponentProps<'input'> & { label: string; error?: string | null; hint?: ReactNode }) {
  const id = useId();
  return (
    <div className="mb-4">
      <label htmlFor={id} className="mb-1 block text-13 font-medium text-ink-2">
        {label}
      </label>
      <input
        id={id}
        className={inputClass}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-about` : undefined}
        {...rest}
      />
      {(error || hint) && (
        <p id={`${id}-about`} className={`mt-1 text-13 ${error ? 'text-late' : 'text-ink-3'}`}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
