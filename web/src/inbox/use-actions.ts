import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answer, api } from '../api/client.js';
import type { ConversationView } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { deskState, updateDesk, withAnswer, type DeskState } from '../store/desk.js';
import type { Actions } from './inbox-context.js';

/** `asked`: the desk as it was when the question went out. */
export const answered = (conversation: ConversationView | undefined, asked: DeskState): void => {
  if (conversation?.id) updateDesk((state) => withAnswer(state, [conversation], asked));
};

/** Take, give back, reopen: shown when the server has said so, not before. */
export function useActions(conversation: ConversationView | null): Actions {
  const user = useUser();
  const sentence = useProblemSentence();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (act: 'take' | 'reopen') => {
      const params = { path: { id: conversation!.id } };
      if (act === 'reopen') return answer(api.POST('/conversations/{id}/reopen', { params, body: {} }));
      const userId = conversation!.assignee?.id === user.id ? null : user.id;
      const body = { userId, version: conversation!.version };
      return answer(api.POST('/conversations/{id}/assignment', { params, body }));
    },
    onMutate: deskState,
    onSuccess: (next, _act, asked) => answered(next, asked),
  });
  const refused = error ? sentence(error) : null;
  return useMemo(() => {
    const when = (act: 'take' | 'reopen') => () => {
      if (conversation && !isPending && user.role !== 'viewer') mutate(act);
    };
    return { take: when('take'), reopen: when('reopen'), busy: isPending, refused, forget: reset };
  }, [conversation, isPending, mutate, refused, reset, user.role]);
}
