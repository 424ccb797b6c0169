import { IsIn } from 'class-validator';

import { IsText, Optional } from '../common/fields.js';
import { PageDto } from '../common/page.dto.js';

export const SEARCH_PARTS = ['guests', 'conversations', 'messages'] as const;
export type SearchPart = (typeof SEARCH_PARTS)[number];

export class SearchDto extends PageDto {
  /** Words of a name or a message, in any order; a phone number in any writing; a room or booking reference. */
  @IsText({ min: 1, max: 200 })
  q: string;

  /** Only this part; a `cursor` is of one part, so it comes with it. Without it all three. */
  @Optional()
  @IsIn(SEARCH_PARTS)
  in?: SearchPart;
}
