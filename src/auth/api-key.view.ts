import { ApiProperty } from '@nestjs/swagger';

import { SCOPES, type Scope } from './scopes.js';

export class ApiKeyMakerView {
  id: string;
  name: string;
}

/** A key for a program of the hotel's. */
export class ApiKeyView {
  id: string;
  name: string;
  /** Its last four characters, to tell keys apart */
  endsWith: string;

  @ApiProperty({ enum: SCOPES, enumName: 'Scope', isArray: true })
  scopes: Scope[];

  /** What it sees, as a member of these departments would; null: the whole hotel */
  departmentIds: string[] | null;
  createdBy: ApiKeyMakerView;
  createdAt: Date;
  /** null: it works until it is ended */
  expiresAt: Date | null;
  /** To the minute; null: not used yet */
  lastUsedAt: Date | null;
}

export class NewApiKeyView extends ApiKeyView {
  /** The key itself, told this once: send it as `Authorization: Bearer bh_…`. null in the answer to a repeated request. */
  key: string | null;
}

export class ApiKeyPageView {
  items: ApiKeyView[];
  nextCursor: string | null;
}
