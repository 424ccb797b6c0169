import { IsInt, IsUUID, Min, ValidateIf } from 'class-validator';

import { IsText, Nullable, Optional } from '../common/fields.js';

class VersionedDto {
  /** The version that was looked at; when another is current, the answer is 409 `version_conflict`. */
  @Optional()
  @IsInt()
  @Min(1)
  version?: number;
}

export class AssignDto extends VersionedDto {
  /** Who takes it; null: nobody. */
  @ValidateIf((_, value) => value !== null)
  @IsUUID()
  userId: string | null;
}

export class TransferDto extends VersionedDto {
  @IsUUID()
  departmentId: string;

  /** For the colleagues who take over; the guest never sees it. */
  @Nullable()
  @IsText({ max: 2000, lines: true })
  note?: string | null;
}

export class CloseDto extends VersionedDto {
  /** Why, in the hotel's words or a code of its own. */
  @Nullable()
  @IsText({ max: 200 })
  reason?: string | null;

  @Nullable()
  @IsText({ max: 2000, lines: true })
  note?: string | null;
}

export class ReopenDto extends VersionedDto {}

export class ReadDto {
  /** The last message that was in view. */
  @IsUUID()
  messageId: string;
}
