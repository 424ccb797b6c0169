import { StartError } from '../database/start-error.js';

/** Why a backup was not made, or not restored, in lines for a person; no stack is needed to understand it. */
export class BackupError extends StartError {
  override readonly name = 'BackupError';
}
