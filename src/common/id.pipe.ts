import { Injectable, type PipeTransform } from '@nestjs/common';

import { NotFoundError } from './errors.js';
import { isUuid } from './ids.js';

/** An id in an address. What is no id names nothing, and answers like anything else that is not there. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isUuid(value)) throw new NotFoundError();
    return value.toLowerCase();
  }
}
