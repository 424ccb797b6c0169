import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { answer, api } from '../api/client.js';
import { ApiError } from '../api/problem.js';
import { userChanged } from '../api/session.js';
import { useUser } from '../api/use-session.js';
import { LANGUAGES, nearestLanguage, setLanguage, type Language } from '../i18n/index.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { Field, inputClass } from '../ui/field.js';

/** Name and language. The language holds at once; the name when it is saved. */
export function AboutMe() {
  const { t, language } = useTranslation();
  const user = useUser();
  const sentence = useProblemSentence();
  const id = useId();
  const [name, setName] = useState(user.name);
  const save = useMutation({
    // A language is nobody else's to choose: it needs no version.
    mutationFn: (change: { name: string; version: number } | { language: Language }) =>
      answer(api.PATCH('/me', { body: change })),
    onSuccess: userChanged,
    onError: async (refused) => {
      // Changed by an administrator, or on another screen of mine: what is known there is known here, and the words stay in the box.
      if (refused instanceof ApiError && refused.code === 'version_conflict') userChanged(await answer(api.GET('/me')));
      else void setLanguage(nearestLanguage([user.language]));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.isPending && name.trim() !== '' && name.trim() !== user.name) {
      save.mutate({ name: name.trim(), version: user.version });
    }
  };
  const speak = (next: Language): void => {
    void setLanguage(next);
    save.mutate({ language: next });
  };
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="mb-3 text-18 font-medium">
        {t('account.about')}
      </h2>
      <form onSubmit={submit} className="flex items-end gap-2 *:first:flex-1">
        <Field
          label={t('welcome.yourName')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="name"
          maxLength={120}
          dir="auto"
        />
        <Button
          type="submit"
          className="mb-4"
          disabled={save.isPending || name.trim() === '' || name.trim() === user.name}
        >
          {t('common.save')}
        </Button>
      </form>
      <p className="mb-4">
        <span className="mb-1 block text-13 font-medium text-ink-2">{t('login.email')}</span>
        <bdi className="break-all">{user.email}</bdi>
      </p>
      <label htmlFor={id} className="mb-1 block text-13 font-medium text-ink-2">
        {t('me.language')}
      </label>
      <select
        id={id}
        className={inputClass}
        value={nearestLanguage([language])}
        onChange={(event) => speak(event.target.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([tag, words]) => (
          <option key={tag} value={tag} lang={tag}>
            {words}
          </option>
        ))}
      </select>
      <p role="alert" className="mt-2 text-13 text-late empty:hidden">
        {save.error && sentence(save.error)}
      </p>
    </section>
  );
}
