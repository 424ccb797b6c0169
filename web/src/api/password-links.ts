import { post } from './post.js';

/** Whom a one-time link is for. */
export interface PasswordLink {
  kind: 'invitation' | 'reset';
  name: string;
  email: string;
  hotelNames: string[];
  language: string;
  expiresAt: string;
}

/** Whether this desk sends e-mail at all; nobody is told whether the address is known. */
export async function askForLink(email: string): Promise<{ byEmail: boolean }> {
  return (await post('/auth/forgot', { email: email.trim() })) as { byEmail: boolean };
}

export async function lookAtLink(token: string): Promise<PasswordLink> {
  return (await post('/auth/password-link', { token })) as PasswordLink;
}

/** Uses the link up. */
export async function choosePassword(token: string, password: string): Promise<void> {
  await post('/auth/password', { token, password });
}
