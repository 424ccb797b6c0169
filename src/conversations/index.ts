export { ChangeLog, type Horizon, type LoggedChange, type Missed } from './change-log.js';
export { recordChange, type Change, type ChangeKind } from './changes.js';
export { ConversationNotActiveError, VersionConflictError } from './conversation.errors.js';
export { ConversationViews, withUnread } from './conversation-views.js';
export { ConversationCountsView, ConversationView } from './conversation.view.js';
export { ConversationsModule } from './conversations.module.js';
export { ConversationsRepository, type ConversationRow } from './conversations.repository.js';
export { formerPlace, placeOf } from './conversations.service.js';
export { CountsRepository } from './counts.repository.js';
export {
  ensureActive,
  lockChat,
  openDepartment,
  type LockedChat,
  type OpenDepartment,
  type OpenedDepartment,
} from './episodes.js';
export { involve, markRead } from './participants.js';
export { preview } from './preview.js';
export { Readers, type NamedReader } from './readers.js';
export { appendSystemMessage, type SystemSentence } from './system-message.js';
export { Unread, UnreadCounts } from './unread.js';
export { covers, maySee, sightOf, visibleSql, type Place, type Reader, type Sight } from './visibility.js';
