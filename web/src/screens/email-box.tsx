import { useTranslation } from '../i18n/use-translation.js';
import { Field } from '../ui/field.js';

/** The address somebody signs in with. */
export function EmailBox(props: {
  value: string;
  onChange: (email: string) => void;
  autoFocus?: boolean;
  error?: string | null;
}) {
  const { t } = useTranslation();
  return (
    <Field
      label={t('login.email')}
      type="email"
      name="email"
      autoComplete="username"
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
      dir="ltr"
      autoFocus={props.autoFocus}
      error={props.error}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
