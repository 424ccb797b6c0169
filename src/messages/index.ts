export { appendOutgoing, type OutgoingMessage } from './append.js';
export type { Arrival } from './ingestion.plan.js';
export { IngestionService, StoreBusyError } from './ingestion.service.js';
export { MessageViews } from './message-views.js';
export { MessageView } from './message.view.js';
export { MessagesModule } from './messages.module.js';
export { searchableText } from './searchable-text.js';
