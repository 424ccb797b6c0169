import { DomainError } from '../common/errors.js';

export class VersionConflictError extends DomainError {
  override readonly name = 'VersionConflictError';

  constructor(version: number) {
    super('conflict', 'version_conflict', 'Somebody changed this meanwhile. Look at it again.', { data: { version } });
  }
}

export class ConversationNotActiveError extends DomainError {
  override readonly name = 'ConversationNotActiveError';

  constructor() {
    super('conflict', 'conversation_not_active', 'This conversation has ended. Reopen it first.');
  }
}

/** Promise 4: the chat has a later episode with the same department, which is the one to go on with. */
export class ConversationAlreadyActiveError extends DomainError {
  override readonly name = 'ConversationAlreadyActiveError';

  constructor(conversationId: string) {
    super('conflict', 'conversation_already_active', 'This guest has a newer conversation with this department.', {
      data: { conversationId },
    });
  }
}

export class AssigneeNotAllowedError extends DomainError {
  override readonly name = 'AssigneeNotAllowedError';

  constructor() {
    const message = 'This person does not answer in this department.';
    super('invalid', 'assignee_not_allowed', message, {
      errors: [{ field: 'userId', code: 'assignee_not_allowed', message }],
    });
  }
}

export class DepartmentNotAvailableError extends DomainError {
  override readonly name = 'DepartmentNotAvailableError';

  constructor() {
    const message = 'No such department takes conversations.';
    super('invalid', 'department_not_available', message, {
      errors: [{ field: 'departmentId', code: 'department_not_available', message }],
    });
  }
}
