import { Optional, IsText } from '../../common/fields.js';
import { PageDto } from '../../common/page.dto.js';

export class GuestsQueryDto extends PageDto {
  /** Part of a name, digits of a phone number, or a room. */
  @Optional()
  @IsText({ max: 100 })
  q?: string;
}
