import { IsInt, Min } from 'class-validator';

import { IsLanguage, IsText, Nullable, Optional } from '../../common/fields.js';

export class UpdateGuestDto {
  /** What the hotel calls this guest from now on, whatever the phone says; null: what the phone says again. */
  @Nullable()
  @IsText({ min: 1, max: 200 })
  name?: string | null;

  /** BCP-47; null: guessed again from what the guest writes. */
  @Nullable()
  @IsLanguage()
  language?: string | null;

  /** Why this guest is a VIP, in the hotel's words; null: is none, unless the stay says so. */
  @Nullable()
  @IsText({ min: 1, max: 200 })
  vip?: string | null;

  /** For colleagues only. */
  @Nullable()
  @IsText({ max: 5000, lines: true })
  notes?: string | null;

  /** The version this edit was made on; another one since: 409 `version_conflict`. */
  @Optional()
  @IsInt()
  @Min(1)
  version?: number;
}
