/** Why the desk cannot start, in one line for a person; no stack is needed to understand it. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}
