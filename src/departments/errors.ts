import { DomainError } from '../common/errors.js';

export class DepartmentExistsError extends DomainError {
  override readonly name = 'DepartmentExistsError';

  constructor(department: string) {
    const message = `There is a department called ${department} already (case and accents do not count).`;
    super('conflict', 'department_exists', message, {
      errors: [{ field: 'name', code: 'department_exists', message }],
    });
  }
}

export class DepartmentInUseError extends DomainError {
  override readonly name = 'DepartmentInUseError';

  constructor(conversations: number) {
    super('conflict', 'department_in_use', 'It has active conversations. Transfer or close them first.', {
      data: { conversations },
    });
  }
}

export class DepartmentIsFrontDeskError extends DomainError {
  override readonly name = 'DepartmentIsFrontDeskError';

  constructor() {
    super(
      'conflict',
      'department_is_front_desk',
      'It is the front desk. Name another one in the hotel’s settings first.',
    );
  }
}
