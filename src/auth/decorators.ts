import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';

import type { Permission } from './permissions.js';

export const PUBLIC = Symbol('public');
export const REQUIRED = Symbol('required permission');

/** A door without sign-in. Every other route needs a token. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PUBLIC, true), ApiExtension('x-public', true));

/** What the user's role must allow. */
export const Requires = (permission: Permission): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(REQUIRED, permission), ApiBearerAuth(), ApiExtension('x-permission', permission));
