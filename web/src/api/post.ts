import { isProblem, refusal, unreachable } from './problem.js';

/** Before anybody is signed in: a POST without a token. The answer (null where there is none), or an ApiError thrown. */
export async function post(path: string, body?: object): Promise<unknown> {
  const response = await fetch(`/api/v1${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusal(response, isProblem(answer) ? answer : null);
  return answer;
}
