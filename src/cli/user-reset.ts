import { ForgottenPasswords, type MadeLink } from '../auth/index.js';
import { asOperator } from './operator.js';

/** Throws NotFoundError where nobody who may sign in has this e-mail. */
export function resetUser(email: string): Promise<MadeLink> {
  return asOperator((desk) => desk.get(ForgottenPasswords, { strict: false }).linkFor(email));
}
