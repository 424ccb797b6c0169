import { ApiProperty } from '@nestjs/swagger';

import { ROLES, type Role } from '../auth/index.js';

export class UserDepartmentView {
  id: string;
  name: string;
}

export class UserView {
  id: string;
  email: string;
  name: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role: Role;

  language: string;
  /** false: cannot sign in */
  active: boolean;
  /** false: cannot sign in until a password is set */
  hasPassword: boolean;
  /** until when their invitation can be taken up, or could; null: none is open */
  invitedUntil: Date | null;
  departments: UserDepartmentView[];
  lastSeenAt: Date | null;
  createdAt: Date;
  version: number;
}

export class UserPageView {
  items: UserView[];
  nextCursor: string | null;
}
