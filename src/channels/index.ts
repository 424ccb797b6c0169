export type * from './content.js';
export type * from './inbound-event.js';
export type * from './port.js';
export { UnreadablePayloadError } from './port.js';
export type { SendFailure, SendOutcome, FailureCode } from './send-outcome.js';
export { Channels } from './channels.js';
export { ChannelsModule } from './channels.module.js';
export { Adapters } from './adapters.js';
export { wordsOf } from './content-words.js';
