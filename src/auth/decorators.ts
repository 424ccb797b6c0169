import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';

import type { Permission } from './permissions.js';
import { isScope } from './scopes.js';

export const PUBLIC = Symbol('public');
export const REQUIRED = Symbol('required permission');
export const PEOPLE_ONLY = Symbol('people only');

/** A door without sign-in. Every other route needs a token. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PUBLIC, true), ApiExtension('x-public', true));

/** What the user's role must allow; an API key needs the scope of the same name, where keys are offered it. */
export const Requires = (permission: Permission): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(REQUIRED, permission),
    ApiBearerAuth(),
    ApiExtension('x-permission', permission),
    ApiExtension('x-scope', isScope(permission) ? permission : null),
  );

/** What belongs to a person: their profile, read marks, notifications. No API key gets in, whatever its scopes. */
export const PeopleOnly = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PEOPLE_ONLY, true), ApiBearerAuth(), ApiExtension('x-scope', null));
