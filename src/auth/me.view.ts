import { ROLES, type Role } from './permissions.js';
import { ApiProperty } from '@nestjs/swagger';

export class MyDepartmentView {
  id: string;
  name: string;
}

/** The person at the screen, in the hotel they signed in to. */
export class MeView {
  id: string;
  name: string;
  email: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role: Role;

  language: string;
  hotelId: string;
  hotelName: string;
  departments: MyDepartmentView[];
  version: number;
}

export class SignedInView {
  /** Send it as `Authorization: Bearer …`. */
  accessToken: string;
  /** Seconds until it must be refreshed. */
  expiresIn: number;
  user: MeView;
}
