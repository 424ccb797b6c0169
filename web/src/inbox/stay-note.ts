import type { Lifecycle } from '../api/types.js';

/** What is said where no stay, present or coming, is known. */
export const stayNote = (lifecycle: Lifecycle) => (lifecycle === 'departed' ? 'guest.stayOver' : 'guest.noStay');
